// What changes weights: one pass over four streams, so memory sets the speed and every value is read once.
#include "vector.h"

/// Loshchilov and Hutter 2019 (arXiv 1711.05101), algorithm 2, as torch.optim.AdamW computes it.
CLONES void ms_adamw(size_t n, float *restrict w, float *restrict first, float *restrict second,
                     const float *restrict gradient, ms_adamw_factors by) {
  VECTORISED for (size_t i = 0; i < n; i++) {
    float g = gradient[i] * by.gradient;
    float m = first[i] + by.first * (g - first[i]);
    float v = by.second_kept * second[i] + by.second * g * g;
    first[i] = m;
    second[i] = v;
    // Not sqrtf, which may set errno and so would keep the loop scalar.
    w[i] = by.kept * w[i] - by.step * m / (__builtin_elementwise_sqrt(v) * by.root + by.epsilon);
  }
}
