#include "elementary.h"

CLONES void ms_exp(size_t n, const float *in, float *out) {
  VECTORISED for (size_t i = 0; i < n; i++) out[i] = exp_f32(in[i]);
}

CLONES void ms_tanh(size_t n, const float *in, float *out) {
  VECTORISED for (size_t i = 0; i < n; i++) out[i] = tanh_f32(in[i]);
}

CLONES void ms_erf(size_t n, const float *in, float *out) {
  VECTORISED for (size_t i = 0; i < n; i++) out[i] = erf_f32(in[i]);
}
