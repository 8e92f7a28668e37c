#include "rows.h"

/// x / Σ of e^(x - max): the shift changes nothing but keeps the exponential finite (Milakov and Gimelshein 2018, eq. 2).
INLINE void softmax(size_t n, float *x) {
  double sum = exponentials_less(largest(n, x), n, x);
  float factor = (float)(1 / sum);
  VECTORISED for (size_t i = 0; i < n; i++) x[i] *= factor;
}

CLONES void ms_softmax_rows(size_t rows, size_t columns, float *restrict x, size_t stride, float scale,
                            float soft_cap, const size_t *restrict first, const size_t *restrict end) {
  for (size_t r = 0; r < rows; r++, x += stride) {  // scalar: over rows
    size_t low = first[r], high = end[r] > first[r] ? end[r] : first[r];
    if (soft_cap > 0) {
      VECTORISED for (size_t i = low; i < high; i++) x[i] = soft_cap * tanh_f32(x[i] * scale / soft_cap);
    } else {
      VECTORISED for (size_t i = low; i < high; i++) x[i] *= scale;
    }
    if (high > low) softmax(high - low, x + low);
    memset(x, 0, (low < columns ? low : columns) * sizeof *x);
    if (high < columns) memset(x + high, 0, (columns - high) * sizeof *x);
  }
}
