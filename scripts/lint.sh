#!/bin/sh
# What the compiler does not say: formatting, scalar loops in kernels, words that must not be in the sources.
set -eu
swift=${SWIFT:-swift}
failed=0

$swift format lint --strict --recursive Sources Tests Examples Package.swift || failed=1
sh benchmarks/check-vectorised.sh || failed=1

forbid() { # what, pattern, places…
  what=$1 pattern=$2
  shift 2
  if grep -rnE --include='*.swift' "$pattern" "$@"; then
    echo "lint: $what" >&2
    failed=1
  fi
}
forbid "a family is named in the forward pass; it belongs in Architecture/" \
  '[Gg][Pp][Tt]|[Ll]lama|[Qq]wen|[Mm]istral|[Nn]eo[Xx]' Sources/Model/Forward
forbid "a forced try, cast or unfinished work" 'try!|as!|TODO|FIXME' Sources
forbid "Foundation is slow to start and compares strings by canonical equivalence; use Store's SystemCalls" \
  '^(public |package |internal )?import Foundation' Sources

unsafe=$(grep -rlw unsafe --include='*.swift' Sources | wc -l)
echo "lint: $unsafe Swift files touch unsafe memory"
exit $failed
