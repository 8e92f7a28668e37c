#!/bin/sh
# Builds the DocC pages of the library targets: scripts/docs.sh [scratch path [targets …]]. A broken link or any other
# warning fails, but for one: DocC wants every parameter described where one is, we describe those that need it.
set -eu
swift=${SWIFT:-swift}
scratch=${1:-.build}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- MindstateNumerics MindstateStore MindstateModel MindstateTraining MindstateProbes MindstateReport \
  MindstateExperiments StateTesting
out=$scratch/docs log=$scratch/docs.log failed=0
mkdir -p "$out"

for target in "$@"; do
  echo "docs: $target"
  if ! $swift package --scratch-path "$scratch" --allow-writing-to-directory "$out" generate-documentation \
    --target "$target" --output-path "$out/$target" --transform-for-static-hosting --hosting-base-path "$target" \
    >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
  if grep -E '^(warning|error): ' "$log" | grep -vqE "^warning: Parameter '.*' is missing documentation$"; then
    grep -vE '^\[' "$log" >&2
    failed=1
  fi
done
[ $failed = 0 ] || { echo "docs: the warnings above must go" >&2; exit 1; }
echo "Pages are in $out. To read them: python3 -m http.server --directory $out, then"
echo "http://localhost:8000/MindstateModel/documentation/mindstatemodel/"
