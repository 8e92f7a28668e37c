#ifndef MINDSTATE_KERNELS_H
#define MINDSTATE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Processors that this process may run on (Linux: its affinity mask); at least 1.
int ms_available_processors(void);

#endif
