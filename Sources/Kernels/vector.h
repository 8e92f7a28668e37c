// How the kernels ask for vector code without compiler flags, which would bar the package from being a dependency.
#ifndef MINDSTATE_VECTOR_H
#define MINDSTATE_VECTOR_H

#include "mindstate_kernels.h"

/// A function with CLONES is compiled for three levels of x86-64; the loader picks the best that the machine has.
/// Elsewhere the baseline has what is needed (NEON). musl's loader cannot pick, and sanitizers run too late for it.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define MS_SANITIZED 1
#endif
#endif
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(MS_SANITIZED)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

/// Stands before each loop that must become vector code; the compiler warns when it does not
/// (benchmarks/check-vectorised.sh makes that an error and refuses loops with neither this nor a reason).
#define VECTORISED _Pragma("clang loop vectorize(enable)")

#define INLINE static inline __attribute__((always_inline))

#endif
