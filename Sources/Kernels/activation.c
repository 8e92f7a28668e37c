#include "elementary.h"

/// Hendrycks and Gimpel 2016 (arXiv 1606.08415); 1/√2 = 0.70710678.
INLINE float gelu(float x) { return 0.5f * x * (1.0f + erf_f32(x * 0x1.6a09e6p-1f)); }

INLINE float sigmoid(float x) { return 1.0f / (1.0f + exp_f32(-x)); }

/// x · sigmoid(a · x), in one division.
INLINE float swish(float x, float scaled) { return x / (1.0f + exp_f32(-scaled)); }

/// (1 + tanh u) / 2 = sigmoid(2u), so the tanh form needs only an exponential. 2√(2/π) = 1.5957691.
INLINE float gelu_tanh(float x) { return swish(x, 0x1.988454p0f * (x + 0.044715f * x * x * x)); }

INLINE float quick_gelu(float x) { return swish(x, 1.702f * x); }

INLINE float silu(float x) { return swish(x, x); }

INLINE float relu(float x) { return x < 0.0f ? 0.0f : x; }  // NaN stays

INLINE float relu_squared(float x) { return relu(x) * relu(x); }

/// One row of each way to apply `act`: in place with and without a bias, and as the gate of another row.
#define ROW_KERNELS(act)                                                                                        \
  CLONES static void act##_row(size_t n, float *restrict x, const float *restrict bias) {                      \
    if (bias) {                                                                                                 \
      VECTORISED for (size_t i = 0; i < n; i++) x[i] = act(x[i] + bias[i]);                                     \
    } else {                                                                                                    \
      VECTORISED for (size_t i = 0; i < n; i++) x[i] = act(x[i]);                                               \
    }                                                                                                           \
  }                                                                                                             \
  CLONES static void act##_gate(size_t n, const float *restrict gate, const float *restrict up,                \
                                float *restrict out) {                                                          \
    VECTORISED for (size_t i = 0; i < n; i++) out[i] = act(gate[i]) * up[i];                                    \
  }

ROW_KERNELS(gelu)
ROW_KERNELS(gelu_tanh)
ROW_KERNELS(quick_gelu)
ROW_KERNELS(silu)
ROW_KERNELS(relu)
ROW_KERNELS(relu_squared)
ROW_KERNELS(tanh_f32)
ROW_KERNELS(sigmoid)

void ms_bias_activation(ms_activation kind, size_t rows, size_t width, float *x, size_t stride, const float *bias) {
  if (!bias && stride == width) {  // one long row
    width *= rows;
    rows = rows > 0;
  }
  for (size_t r = 0; r < rows; r++, x += stride) {  // scalar: over rows
    switch (kind) {
    case MS_GELU: gelu_row(width, x, bias); break;
    case MS_GELU_TANH: gelu_tanh_row(width, x, bias); break;
    case MS_QUICK_GELU: quick_gelu_row(width, x, bias); break;
    case MS_SILU: silu_row(width, x, bias); break;
    case MS_RELU: relu_row(width, x, bias); break;
    case MS_RELU_SQUARED: relu_squared_row(width, x, bias); break;
    case MS_TANH: tanh_f32_row(width, x, bias); break;
    case MS_SIGMOID: sigmoid_row(width, x, bias); break;
    }
  }
}

/// Dauphin et al. 2017 (arXiv 1612.08083), Shazeer 2020 (arXiv 2002.05202).
void ms_gated(ms_activation kind, size_t rows, size_t width, const float *restrict gate, size_t gate_stride,
              const float *restrict up, size_t up_stride, float *restrict out, size_t out_stride) {
  for (size_t r = 0; r < rows; r++, gate += gate_stride, up += up_stride, out += out_stride) {  // scalar: over rows
    switch (kind) {
    case MS_GELU: gelu_gate(width, gate, up, out); break;
    case MS_GELU_TANH: gelu_tanh_gate(width, gate, up, out); break;
    case MS_QUICK_GELU: quick_gelu_gate(width, gate, up, out); break;
    case MS_SILU: silu_gate(width, gate, up, out); break;
    case MS_RELU: relu_gate(width, gate, up, out); break;
    case MS_RELU_SQUARED: relu_squared_gate(width, gate, up, out); break;
    case MS_TANH: tanh_f32_gate(width, gate, up, out); break;
    case MS_SIGMOID: sigmoid_gate(width, gate, up, out); break;
    }
  }
}
