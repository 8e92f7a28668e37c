// Sums in double precision over floats. The order of a sum depends on the vector width, hence on the machine: results
// agree to about 1e-15 relative, not to the bit.
#include "vector.h"

#include <string.h>

CLONES double ms_dot_f64(size_t n, const float *a, const float *b) {
#pragma clang fp reassociate(on) contract(fast)
  double sum = 0;
  VECTORISED for (size_t i = 0; i < n; i++) sum += (double)a[i] * (double)b[i];
  return sum;
}

CLONES double ms_squared_distance_f64(size_t n, const float *a, const float *b) {
#pragma clang fp reassociate(on) contract(fast)
  double sum = 0;
  VECTORISED for (size_t i = 0; i < n; i++) {
    double difference = (double)a[i] - (double)b[i];
    sum += difference * difference;
  }
  return sum;
}

CLONES double ms_squared_norm_f64(size_t n, const float *x) {
#pragma clang fp reassociate(on) contract(fast)
  double sum = 0;
  VECTORISED for (size_t i = 0; i < n; i++) sum += (double)x[i] * (double)x[i];
  return sum;
}

CLONES void ms_column_sums_f64(size_t rows, size_t width, const float *restrict x, size_t stride,
                               double *restrict sums) {
  memset(sums, 0, width * sizeof *sums);
  for (size_t r = 0; r < rows; r++, x += stride) {  // scalar: over rows
    VECTORISED for (size_t i = 0; i < width; i++) sums[i] += (double)x[i];
  }
}

CLONES void ms_column_squares_f64(size_t rows, size_t width, const float *restrict x, size_t stride,
                                  const double *restrict mean, double *restrict squares) {
  memset(squares, 0, width * sizeof *squares);
  for (size_t r = 0; r < rows; r++, x += stride) {  // scalar: over rows
    if (mean) {
      VECTORISED for (size_t i = 0; i < width; i++) {
        double deviation = (double)x[i] - mean[i];
        squares[i] += deviation * deviation;
      }
    } else {
      VECTORISED for (size_t i = 0; i < width; i++) squares[i] += (double)x[i] * (double)x[i];
    }
  }
}
