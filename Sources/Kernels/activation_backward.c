// Each activation with its derivative, from one exponential.
#include "elementary.h"

typedef struct {
  float value;
  float slope;
} tangent;

/// Φ(x) + x·φ(x), with 1/√2 = 0.70710678 and 1/√(2π) = 0.39894228.
INLINE tangent gelu(float x) {
  float below = 0.5f * (1.0f + erf_f32(x * 0x1.6a09e6p-1f));
  return (tangent){x * below, below + x * (0x1.988454p-2f * exp_f32(-0.5f * x * x))};
}

INLINE float sigmoid_of(float x) { return 1.0f / (1.0f + exp_f32(-x)); }

/// x · s with s = sigmoid(u): s + x·s·(1 − s)·u'.
INLINE tangent swish(float x, float u, float u_slope) {
  float s = sigmoid_of(u);
  return (tangent){x * s, s + x * (s * (1.0f - s)) * u_slope};
}

/// u = 2√(2/π)(x + 0.044715 x³) as in activation.c; 3 · 0.044715 = 0.134145.
INLINE tangent gelu_tanh(float x) {
  return swish(x, 0x1.988454p0f * (x + 0.044715f * x * x * x), 0x1.988454p0f * (1.0f + 0.134145f * x * x));
}

INLINE tangent quick_gelu(float x) { return swish(x, 1.702f * x, 1.702f); }

INLINE tangent silu(float x) { return swish(x, x, 1.0f); }

/// The slope at 0 is 0, as PyTorch has it.
INLINE tangent relu(float x) { return (tangent){x < 0.0f ? 0.0f : x, x > 0.0f ? 1.0f : 0.0f}; }

INLINE tangent relu_squared(float x) {
  float y = x < 0.0f ? 0.0f : x;
  return (tangent){y * y, 2.0f * y};
}

INLINE tangent tanh_tangent(float x) {
  float t = tanh_f32(x);
  return (tangent){t, 1.0f - t * t};
}

INLINE tangent sigmoid(float x) {
  float s = sigmoid_of(x);
  return (tangent){s, s * (1.0f - s)};
}

/// One row of each way an activation is used: alone, and as the gate of another row.
#define ROW_KERNELS(act)                                                                                        \
  CLONES static void act##_row(size_t n, const float *restrict x, const float *restrict dy, float *restrict dx, \
                               float *restrict y) {                                                             \
    VECTORISED for (size_t i = 0; i < n; i++) {                                                                 \
      tangent t = act(x[i]);                                                                                    \
      y[i] = t.value;                                                                                           \
      dx[i] = dy[i] * t.slope;                                                                                  \
    }                                                                                                           \
  }                                                                                                             \
  CLONES static void act##_gate(size_t n, const float *restrict gate, const float *restrict up,                 \
                                const float *restrict dy, float *restrict dgate, float *restrict dup,           \
                                float *restrict y) {                                                            \
    VECTORISED for (size_t i = 0; i < n; i++) {                                                                 \
      tangent t = act(gate[i]);                                                                                 \
      y[i] = t.value * up[i];                                                                                   \
      dgate[i] = dy[i] * up[i] * t.slope;                                                                       \
      dup[i] = dy[i] * t.value;                                                                                 \
    }                                                                                                           \
  }

ROW_KERNELS(gelu)
ROW_KERNELS(gelu_tanh)
ROW_KERNELS(quick_gelu)
ROW_KERNELS(silu)
ROW_KERNELS(relu)
ROW_KERNELS(relu_squared)
ROW_KERNELS(tanh_tangent)
ROW_KERNELS(sigmoid)

void ms_activation_backward(ms_activation kind, size_t rows, size_t width, const float *restrict x, size_t x_stride,
                            const float *restrict dy, size_t dy_stride, float *restrict dx, size_t dx_stride,
                            float *restrict y, size_t y_stride) {
  for (size_t r = 0; r < rows; r++) {  // scalar: over rows
    switch (kind) {
    case MS_GELU: gelu_row(width, x, dy, dx, y); break;
    case MS_GELU_TANH: gelu_tanh_row(width, x, dy, dx, y); break;
    case MS_QUICK_GELU: quick_gelu_row(width, x, dy, dx, y); break;
    case MS_SILU: silu_row(width, x, dy, dx, y); break;
    case MS_RELU: relu_row(width, x, dy, dx, y); break;
    case MS_RELU_SQUARED: relu_squared_row(width, x, dy, dx, y); break;
    case MS_TANH: tanh_tangent_row(width, x, dy, dx, y); break;
    case MS_SIGMOID: sigmoid_row(width, x, dy, dx, y); break;
    }
    x += x_stride, dy += dy_stride, dx += dx_stride, y += y_stride;
  }
}

void ms_gated_backward(ms_activation kind, size_t rows, size_t width, const float *restrict gate, size_t gate_stride,
                       const float *restrict up, size_t up_stride, const float *restrict dy, size_t dy_stride,
                       float *restrict dgate, size_t dgate_stride, float *restrict dup, size_t dup_stride,
                       float *restrict y, size_t y_stride) {
  for (size_t r = 0; r < rows; r++) {  // scalar: over rows
    switch (kind) {
    case MS_GELU: gelu_gate(width, gate, up, dy, dgate, dup, y); break;
    case MS_GELU_TANH: gelu_tanh_gate(width, gate, up, dy, dgate, dup, y); break;
    case MS_QUICK_GELU: quick_gelu_gate(width, gate, up, dy, dgate, dup, y); break;
    case MS_SILU: silu_gate(width, gate, up, dy, dgate, dup, y); break;
    case MS_RELU: relu_gate(width, gate, up, dy, dgate, dup, y); break;
    case MS_RELU_SQUARED: relu_squared_gate(width, gate, up, dy, dgate, dup, y); break;
    case MS_TANH: tanh_tangent_gate(width, gate, up, dy, dgate, dup, y); break;
    case MS_SIGMOID: sigmoid_gate(width, gate, up, dy, dgate, dup, y); break;
    }
    gate += gate_stride, up += up_stride, dy += dy_stride, dgate += dgate_stride, dup += dup_stride, y += y_stride;
  }
}
