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

# A library's user has no command line and a process of his own. Sources/mindstate/OptionHint.swift adds the options to
# errors; Reproduction.swift writes commands that a person is to run; a style sheet has variables that begin so.
flags=$(find Sources -name '*.swift' ! -path 'Sources/mindstate/*' ! -name Reproduction.swift ! -name PageStyle.swift \
  -exec awk -f scripts/literals.awk {} + | grep -E '(^|[^A-Za-z0-9-])--([a-z]|\\\()' || true)
if [ -n "$flags" ]; then
  echo "$flags"
  echo "lint: a library names a flag; let it name the setting, and OptionHint.swift the option" >&2
  failed=1
fi
if grep -rnE --include='*.swift' --exclude-dir=mindstate '(^|[^A-Za-z0-9_.])(_?exit|abort|quick_exit)\(' Sources; then
  echo "lint: a library ends the process of its user; throw, or let the program decide" >&2
  failed=1
fi

unsafe=$(grep -rlw unsafe --include='*.swift' Sources | wc -l)
echo "lint: $unsafe Swift files touch unsafe memory"
exit $failed
