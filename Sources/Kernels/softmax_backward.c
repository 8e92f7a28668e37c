#include "rows.h"

#include <math.h>

INLINE float dot(size_t n, const float *a, const float *b) {
#pragma clang fp reassociate(on) contract(fast)
  float sum = 0;
  VECTORISED for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/// With p = softmax(scale·s): ds = scale · p · (dp − Σ p·dp).
CLONES void ms_softmax_backward_rows(size_t rows, size_t columns, const float *restrict p, size_t p_stride,
                                     float *restrict dp, size_t dp_stride, float scale, const size_t *restrict first,
                                     const size_t *restrict end) {
  for (size_t r = 0; r < rows; r++, p += p_stride, dp += dp_stride) {  // scalar: over rows
    size_t low = first[r], high = end[r] > first[r] ? end[r] : first[r];
    float sum = dot(high - low, p + low, dp + low);
    VECTORISED for (size_t i = low; i < high; i++) dp[i] = scale * p[i] * (dp[i] - sum);
    memset(dp, 0, (low < columns ? low : columns) * sizeof *dp);
    if (high < columns) memset(dp + high, 0, (columns - high) * sizeof *dp);
  }
}

INLINE double sum_of_exponentials_less(float shift, size_t n, const float *x) {
#pragma clang fp reassociate(on) contract(fast)
  double sum = 0;
  VECTORISED for (size_t i = 0; i < n; i++) sum += (double)exp_f32(x[i] - shift);
  return sum;
}

/// log p(target) = x[target] − max − log Σ e^(x − max), and d(−w·log p)/dx = w·(p − [target]).
CLONES void ms_cross_entropy(size_t rows, size_t columns, float *x, size_t stride, const size_t *restrict targets,
                             const float *restrict weights, float *restrict log_probabilities) {
  for (size_t r = 0; r < rows; r++, x += stride) {  // scalar: over rows
    float shift = largest(columns, x), wanted = x[targets[r]];
    double sum = weights ? 0 : sum_of_exponentials_less(shift, columns, x);
    if (weights) {
      sum = exponentials_less(shift, columns, x);
      float factor = (float)((double)weights[r] / sum);
      VECTORISED for (size_t i = 0; i < columns; i++) x[i] *= factor;
      x[targets[r]] -= weights[r];
    }
    log_probabilities[r] = (float)((double)wanted - (double)shift - log(sum));
  }
}
