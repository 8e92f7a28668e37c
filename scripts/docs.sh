#!/bin/sh
# Builds the DocC pages of the library targets; a broken link or any other warning fails. $1: the scratch path.
set -eu
swift=${SWIFT:-swift}
scratch=${1:-.build}
out=$scratch/docs
targets="MindstateNumerics MindstateStore MindstateModel MindstateProbes MindstateReport MindstateExperiments"
[ $# -gt 1 ] && shift && targets="$*"

# Inside the scratch path: the plugin may write to the package otherwise only with permission.
for target in $targets; do
  echo "docs: $target"
  $swift package --scratch-path "$scratch" --allow-writing-to-directory "$out" \
    generate-documentation --target "$target" --output-path "$out/$target" \
    --warnings-as-errors --transform-for-static-hosting --hosting-base-path "$target"
done
echo "Pages are in $out; to read one: python3 -m http.server --directory $out, then /MindstateModel/documentation/mindstatemodel/"
