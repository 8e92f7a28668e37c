#!/bin/sh
# The Swift blocks of the pages, as a package that depends on this one: docs-swift.sh ROOT WORK SCRATCH.
# WORK/swift/targets has a line a block: place, file, directory it runs in (tab separated). A block is a program; one that
# imports Testing is a test. Built for debugging, as `swift build` and `swift test` do.
set -eu
root=$1 work=$2 scratch=$3
swift=${SWIFT:-swift}
package=$work/swift/package
[ -s "$work/swift/targets" ] || exit 0
mkdir -p "$package/Sources" "$package/Tests"
tab=$(printf '\t')
products='.product(name: "Mindstate", package: "mindstate"), .product(name: "StateTesting", package: "mindstate")'
{
  echo '// swift-tools-version: 6.2'
  echo 'import PackageDescription'
  echo 'let package = Package(name: "Pages", platforms: [.macOS(.v15)],'
  echo "  dependencies: [.package(name: \"mindstate\", path: \"$root\")], targets: ["
  number=0
  while IFS="$tab" read -r place block here; do
    number=$((number + 1))
    if grep -q '^import Testing' "$block"; then kind=testTarget folder=Tests name=main; else
      kind=executableTarget folder=Sources name=main; fi
    [ $folder = Sources ] || name=Block
    mkdir -p "$package/$folder/Block$number"
    { [ ! -e "$block.prelude" ] || cat "$block.prelude"; echo "#sourceLocation(file: \"$here/$(basename "$place")\", line: 1)"; cat "$block"; } \
      > "$package/$folder/Block$number/$name.swift"
    echo "    .$kind(name: \"Block$number\", dependencies: [$products]),"
  done < "$work/swift/targets"
  echo '  ], swiftLanguageModes: [.v6])'
} > "$package/Package.swift"

log=$work/swift/log
echo "docs-check: Swift blocks" >&2
$swift build --build-tests --package-path "$package" --scratch-path "$scratch" > "$log" 2>&1 ||
  { echo "docs-check: the Swift blocks do not compile:" >&2; grep -E 'error:' "$log" >&2 || tail -n 25 "$log" >&2; exit 1; }
number=0
while IFS="$tab" read -r place block here; do
  number=$((number + 1))
  if [ -d "$package/Tests/Block$number" ]; then
    set -- $swift test --skip-build --package-path "$package" --scratch-path "$scratch" --filter "Block$number"
  else set -- "$scratch/debug/Block$number"; fi
  [ ! -e "$block.first" ] || (cd "$here" && PATH="$work/bin:$PATH" sh -eu "$block.first") > "$log" 2>&1 || { cat "$log" >&2; exit 1; }
  (cd "$here" && "$@") < /dev/null > "$log" 2>&1 ||
    { echo "docs-check: $place failed:" >&2; tail -n 25 "$log" >&2; exit 1; }
done < "$work/swift/targets"
