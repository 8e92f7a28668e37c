#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "mindstate_kernels.h"

#include <sched.h>
#include <unistd.h>

int ms_available_processors(void) {
#ifdef __linux__
  cpu_set_t mask;
  if (sched_getaffinity(0, sizeof mask, &mask) == 0 && CPU_COUNT(&mask) > 0) return CPU_COUNT(&mask);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}
