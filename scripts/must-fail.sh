#!/bin/sh
# Runs the package Examples/FailingStates, whose claims are all wrong, in debug and release builds, under Swift Testing and
# under XCTest: scripts/must-fail.sh [scratch path [configurations …]]. Each of the four must leave with an error, count
# exactly the failures that the sources mark with "// fails: …", and report each at its line and with its words.
set -eu
swift=${SWIFT:-swift}
package=Examples/FailingStates
tests=$package/Tests/FailingStatesTests
scratch=${1:-.build-example}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- debug release
log=$(mktemp)
trap 'rm -f "$log"' EXIT

bad() {
  cat "$log" >&2
  echo "must-fail: $*" >&2
  exit 1
}

# What the log must say of each mark: file name and line, then the words within the issue's own lines.
require_marks() { # file, pattern of a report with FILE and LINE in it
  grep -n '// fails: ' "$tests/$1" | while IFS= read -r mark; do
    line=${mark%%:*} words=${mark##*// fails: }
    report=$(printf '%s' "$2" | sed "s/FILE/$1/; s/LINE/$line/")
    grep -A 1 -E "$report" "$log" | grep -qF -- "$words" || bad "$where: no \"$words\" at $1:$line"
  done
}

for configuration; do
  $swift build --build-tests -c "$configuration" --package-path $package --scratch-path "$scratch"
  for framework in swift-testing xctest; do
    where="$framework, $configuration"
    if [ $framework = xctest ]; then file=XCTestTests.swift off=--disable-swift-testing
    else file=SwiftTestingTests.swift off=--disable-xctest; fi
    marks=$(grep -c '// fails: ' "$tests/$file")
    status=0
    $swift test --skip-build -c "$configuration" --package-path $package --scratch-path "$scratch" $off >"$log" 2>&1 || status=$?
    [ $status -ne 0 ] || bad "$where: every claim is wrong, and the tests passed"
    if [ $framework = xctest ]; then
      grep -qE "Executed $marks tests, with $marks failures \(0 unexpected\)" "$log" || bad "$where: not $marks failures"
      require_marks $file 'FILE:LINE: error: '
    else
      grep -qE "Test run with $marks tests .*failed .* with $marks issues" "$log" || bad "$where: not $marks issues"
      require_marks $file 'recorded an issue at FILE:LINE:'
    fi
    if grep -iE 'host application|TestSupport|without linking' "$log"; then bad "$where: noise in a message"; fi
    echo "must-fail: $where: $marks of $marks claims failed, as they must"
  done
done
