#!/bin/sh
# Fails when a loop of Sources/Kernels is not vector code: each `for` carries either VECTORISED, and then the compiler
# must have vectorised it at every level of CLONES, or `// scalar: reason`.
# Usage: benchmarks/check-vectorised.sh (CLANG=… for another compiler)
set -eu
cd "$(dirname "$0")/.."

if [ -z "${CLANG:-}" ]; then # the clang beside swiftc, with which SwiftPM compiles C
  CLANG=clang
  if swiftc=$(command -v swiftc) && beside="$(dirname "$(readlink -f "$swiftc")")/clang" && [ -x "$beside" ]; then
    CLANG=$beside
  fi
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
compile() { # file; remarks on stderr, an error for a marked loop that stays scalar
  "$CLANG" -std=c17 -O2 -Wall -Werror -Rpass=loop-vectorize -ISources/Kernels/include -ISources/Kernels \
    -c "$1" -o "$scratch/object.o"
}

# The check itself is checked: a marked loop that cannot be vectorised must be refused, a good one accepted.
cat >"$scratch/good.c" <<'C'
#include "vector.h"
void planted(size_t n, float *restrict x) { VECTORISED for (size_t i = 0; i < n; i++) x[i] += 1; }
C
cat >"$scratch/bad.c" <<'C'
#include "vector.h"
float opaque(float);
void planted(size_t n, float *restrict x) { VECTORISED for (size_t i = 0; i < n; i++) x[i] = opaque(x[i]); }
C
compile "$scratch/good.c" 2>"$scratch/remarks" || { cat "$scratch/remarks" >&2; exit 2; }
if compile "$scratch/bad.c" 2>/dev/null; then
  echo "$CLANG accepts a marked loop that it did not vectorise: a clang with -Wpass-failed is needed" >&2
  exit 2
fi

failed=0
for file in Sources/Kernels/*.c Sources/Kernels/*.h; do
  unmarked=$(awk '/for \(/ && !/VECTORISED for \(/ && !/\/\/ scalar: / { print FILENAME ":" FNR ": " $0 }' "$file")
  if [ -n "$unmarked" ]; then
    printf '%s\n  put VECTORISED before the loop, or say why not: // scalar: reason\n' "$unmarked"
    failed=1
  fi
done
for file in Sources/Kernels/*.c; do
  if ! compile "$file" 2>"$scratch/remarks"; then
    grep -E 'error|warning' "$scratch/remarks" || cat "$scratch/remarks"
    failed=1
    continue
  fi
  printf '%-32s %2d marked loops, %2d vectorised copies\n' "$file" \
    "$(grep -c 'VECTORISED for (' "$file" || true)" "$(grep -c 'vectorized loop' "$scratch/remarks" || true)"
done
exit $failed
