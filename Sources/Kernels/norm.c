// Means and variances are summed in double precision, in two passes: a few residual dimensions are thousands of times
// larger than the rest, and the one-pass difference of squares would lose them.
#include "rows.h"

#include <math.h>

/// Ba, Kiros and Hinton 2016 (arXiv 1607.06450), with the biased variance of torch.nn.LayerNorm.
CLONES void ms_layer_norm(size_t rows, size_t width, const float *restrict x, size_t x_stride,
                          const float *restrict gain, const float *restrict bias, float epsilon, float *restrict out,
                          size_t out_stride) {
  for (size_t r = 0; r < rows; r++, x += x_stride, out += out_stride) {  // scalar: over rows
    double exact_mean = sum_of(width, x) / (double)width;
    double variance = squares_about(width, x, exact_mean) / (double)width;
    float mean = (float)exact_mean, factor = (float)(1 / sqrt(variance + (double)epsilon));
    if (gain && bias) {
      VECTORISED for (size_t i = 0; i < width; i++) out[i] = (x[i] - mean) * factor * gain[i] + bias[i];
    } else if (gain) {
      VECTORISED for (size_t i = 0; i < width; i++) out[i] = (x[i] - mean) * factor * gain[i];
    } else if (bias) {
      VECTORISED for (size_t i = 0; i < width; i++) out[i] = (x[i] - mean) * factor + bias[i];
    } else {
      VECTORISED for (size_t i = 0; i < width; i++) out[i] = (x[i] - mean) * factor;
    }
  }
}

/// Zhang and Sennrich 2019 (arXiv 1910.07467). Gemma stores gain - 1: its gain_offset is 1, everybody else's 0.
CLONES void ms_rms_norm(size_t rows, size_t width, const float *restrict x, size_t x_stride,
                        const float *restrict gain, float gain_offset, float epsilon, float *restrict out,
                        size_t out_stride) {
  for (size_t r = 0; r < rows; r++, x += x_stride, out += out_stride) {  // scalar: over rows
    double mean_square = squares_about(width, x, 0) / (double)width;
    float factor = (float)(1 / sqrt(mean_square + (double)epsilon));
    if (gain) {
      VECTORISED for (size_t i = 0; i < width; i++) out[i] = x[i] * factor * (gain_offset + gain[i]);
    } else {
      VECTORISED for (size_t i = 0; i < width; i++) out[i] = x[i] * factor;
    }
  }
}
