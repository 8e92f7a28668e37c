#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "mindstate_kernels.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

int ms_available_processors(void) {
#ifdef __linux__
  cpu_set_t mask;
  if (sched_getaffinity(0, sizeof mask, &mask) == 0 && CPU_COUNT(&mask) > 0) return CPU_COUNT(&mask);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

unsigned ms_cpu_features(void) {
  unsigned features = 0;
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) features |= MS_CPU_AVX2;
  if (__builtin_cpu_supports("fma")) features |= MS_CPU_FMA;
  if (__builtin_cpu_supports("avx512f")) features |= MS_CPU_AVX512F;
  if (__builtin_cpu_supports("avx512bw")) features |= MS_CPU_AVX512BW;
  if (__builtin_cpu_supports("avx512dq")) features |= MS_CPU_AVX512DQ;
  if (__builtin_cpu_supports("avx512vl")) features |= MS_CPU_AVX512VL;
#endif
  return features;
}

uint64_t ms_physical_memory(void) {
  long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;
}

void ms_keep_freed_memory(size_t bytes) {
#ifdef __GLIBC__
  if (getenv("MALLOC_MMAP_THRESHOLD_") || getenv("MALLOC_TRIM_THRESHOLD_") || getenv("MALLOC_TOP_PAD_")) return;
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the highest that glibc takes
  mallopt(M_TRIM_THRESHOLD, bytes > 1 << 30 ? 1 << 30 : (int)bytes);
  mallopt(M_TOP_PAD, 64 << 20);
#else
  (void)bytes;
#endif
}
