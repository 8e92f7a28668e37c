#include "vector.h"

/// (a, b) of each pair becomes (a cos - b sin, b cos + a sin): Su et al. 2021 (arXiv 2104.09864), eq. 34.
INLINE void rotate_halves(size_t half, float *restrict a, float *restrict b, const float *restrict cosines,
                          const float *restrict sines) {
  VECTORISED for (size_t i = 0; i < half; i++) {
    float u = a[i], v = b[i];
    a[i] = u * cosines[i] - v * sines[i];
    b[i] = v * cosines[i] + u * sines[i];
  }
}

INLINE void rotate_neighbours(size_t half, float *restrict x, const float *restrict cosines,
                              const float *restrict sines) {
  VECTORISED for (size_t i = 0; i < half; i++) {
    float u = x[2 * i], v = x[2 * i + 1];
    x[2 * i] = u * cosines[i] - v * sines[i];
    x[2 * i + 1] = v * cosines[i] + u * sines[i];
  }
}

CLONES void ms_rotary(size_t rows, size_t heads, size_t head_width, size_t rotary_width, float *restrict x,
                      size_t stride, const float *restrict cosines, const float *restrict sines, size_t table_stride,
                      int interleaved) {
  size_t half = rotary_width / 2;
  for (size_t r = 0; r < rows; r++, x += stride, cosines += table_stride, sines += table_stride) {  // scalar: over rows
    for (size_t h = 0; h < heads; h++) {  // scalar: over heads
      float *head = x + h * head_width;
      if (interleaved) {
        rotate_neighbours(half, head, cosines, sines);
      } else {
        rotate_halves(half, head, head + half, cosines, sines);
      }
    }
  }
}
