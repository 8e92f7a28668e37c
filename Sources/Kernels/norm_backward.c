// What follows from a loss for the input of a norm. Means and variances are summed in double precision as in norm.c;
// the two means of the backward formula are sums of like-sized terms and stay in float.
#include "rows.h"

#include <math.h>

typedef struct {
  float plain;     // Σ dy·gain
  float weighted;  // Σ dy·gain·x̂
} gradient_sums;

/// One reading of the row for both sums.
INLINE gradient_sums sums_of(size_t n, const float *x, float mean, float factor, const float *gain, const float *dy) {
#pragma clang fp reassociate(on) contract(fast)
  float plain = 0, weighted = 0;
  VECTORISED for (size_t i = 0; i < n; i++) {
    float g = dy[i] * gain[i];
    plain += g;
    weighted += g * ((x[i] - mean) * factor);
  }
  return (gradient_sums){plain, weighted};
}

/// With x̂ = (x − mean)·factor and g = dy·gain: dx = factor·(g − mean(g) − x̂·mean(g·x̂)).
CLONES void ms_layer_norm_backward(size_t rows, size_t width, const float *restrict x, size_t x_stride,
                                   const float *restrict gain, const float *restrict bias, float epsilon,
                                   const float *restrict dy, size_t dy_stride, const float *restrict base,
                                   size_t base_stride, float *restrict dx, size_t dx_stride, float *restrict y,
                                   size_t y_stride, float *restrict gain_sums, float *restrict bias_sums) {
  for (size_t r = 0; r < rows; r++) {  // scalar: over rows
    double exact_mean = sum_of(width, x) / (double)width;
    double variance = squares_about(width, x, exact_mean) / (double)width;
    float mean = (float)exact_mean, factor = (float)(1 / sqrt(variance + (double)epsilon));
    gradient_sums sums = sums_of(width, x, mean, factor, gain, dy);
    float plain = sums.plain / (float)width, weighted = sums.weighted / (float)width;
    VECTORISED for (size_t i = 0; i < width; i++) {
      float unit = (x[i] - mean) * factor;
      y[i] = unit * gain[i] + bias[i];
      gain_sums[i] += dy[i] * unit;
      bias_sums[i] += dy[i];
      dx[i] = base[i] + factor * (dy[i] * gain[i] - plain - unit * weighted);
    }
    x += x_stride, dy += dy_stride, base += base_stride, dx += dx_stride, y += y_stride;
  }
}

/// With x̂ = x·factor and g = dy·gain: dx = factor·(g − x̂·mean(g·x̂)).
CLONES void ms_rms_norm_backward(size_t rows, size_t width, const float *restrict x, size_t x_stride,
                                 const float *restrict gain, float epsilon, const float *restrict dy,
                                 size_t dy_stride, const float *restrict base, size_t base_stride, float *restrict dx,
                                 size_t dx_stride, float *restrict y, size_t y_stride, float *restrict gain_sums) {
  for (size_t r = 0; r < rows; r++) {  // scalar: over rows
    double mean_square = squares_about(width, x, 0) / (double)width;
    float factor = (float)(1 / sqrt(mean_square + (double)epsilon));
    float weighted = sums_of(width, x, 0, factor, gain, dy).weighted / (float)width;
    VECTORISED for (size_t i = 0; i < width; i++) {
      float unit = x[i] * factor;
      y[i] = unit * gain[i];
      gain_sums[i] += dy[i] * unit;
      dx[i] = base[i] + factor * (dy[i] * gain[i] - unit * weighted);
    }
    x += x_stride, dy += dy_stride, base += base_stride, dx += dx_stride, y += y_stride;
  }
}
