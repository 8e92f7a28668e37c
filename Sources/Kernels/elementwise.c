#include "elementary.h"

CLONES void ms_add(size_t rows, size_t width, const float *restrict a, size_t a_stride, const float *restrict b,
                   size_t b_stride, float *restrict out, size_t out_stride) {
  for (size_t r = 0; r < rows; r++, a += a_stride, b += b_stride, out += out_stride) {  // scalar: over rows
    VECTORISED for (size_t i = 0; i < width; i++) out[i] = a[i] + b[i];
  }
}

CLONES void ms_add_rows(size_t rows, size_t width, float *restrict x, size_t x_stride, const float *restrict y,
                        size_t y_stride) {
  for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) {  // scalar: over rows
    VECTORISED for (size_t i = 0; i < width; i++) x[i] += y[i];
  }
}

CLONES void ms_add_scaled_rows(size_t rows, size_t width, float *restrict x, size_t x_stride, float factor,
                               const float *restrict y, size_t y_stride) {
  for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) {  // scalar: over rows
    VECTORISED for (size_t i = 0; i < width; i++) x[i] += factor * y[i];
  }
}

CLONES void ms_add_bias(size_t rows, size_t width, float *restrict x, size_t stride, const float *restrict bias) {
  for (size_t r = 0; r < rows; r++, x += stride) {  // scalar: over rows
    VECTORISED for (size_t i = 0; i < width; i++) x[i] += bias[i];
  }
}

CLONES void ms_scale(size_t rows, size_t width, float *restrict x, size_t stride, float factor) {
  for (size_t r = 0; r < rows; r++, x += stride) {  // scalar: over rows
    VECTORISED for (size_t i = 0; i < width; i++) x[i] *= factor;
  }
}

/// Gemma 2 (arXiv 2408.00118), section 2.
CLONES void ms_soft_cap(size_t rows, size_t width, float *restrict x, size_t stride, float cap) {
  for (size_t r = 0; r < rows; r++, x += stride) {  // scalar: over rows
    VECTORISED for (size_t i = 0; i < width; i++) x[i] = cap * tanh_f32(x[i] / cap);
  }
}
