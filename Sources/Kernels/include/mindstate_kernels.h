// Element-wise loops and row reductions that Swift's baseline code generation (SSE2 on x86-64) makes ten times slower.
// Every function works on memory its caller owns, allocates nothing and accepts any size, 0 included, and any alignment.
// Matrices are row-major; a stride counts floats from one row's start to the next and is at least the row's width.
// Pointers of one call do not overlap except where said. Non-finite input gives what the formula gives, never a trap.
#ifndef MINDSTATE_KERNELS_H
#define MINDSTATE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// MARK: The machine (system.c)

/// Processors that this process may run on (Linux: its affinity mask); at least 1.
int ms_available_processors(void);

/// Bytes of memory that the machine has; 0 where that cannot be found out.
uint64_t ms_physical_memory(void);

enum {
  MS_CPU_AVX2 = 1, MS_CPU_FMA = 2, MS_CPU_AVX512F = 4, MS_CPU_AVX512BW = 8, MS_CPU_AVX512DQ = 16, MS_CPU_AVX512VL = 32
};

/// The union of the MS_CPU_… flags which both processor and operating system support; 0 off x86-64.
unsigned ms_cpu_features(void);

/// Lets up to `bytes` of freed memory (1 GB at most) stay with the process instead of going back to the system, where
/// malloc is glibc's; nothing where the user set one of its MALLOC_ variables.
void ms_keep_freed_memory(size_t bytes);

// MARK: Digests (digest.c)

/// XXH64 of `n` bytes: tells files apart, protects against nobody.
uint64_t ms_digest(size_t n, const uint8_t *bytes, uint64_t seed);

// MARK: Number formats (convert.c)

/// IEEE 754 binary16 to binary32; exact.
void ms_f16_to_f32(size_t n, const uint16_t *in, float *out);
/// bfloat16 to binary32; exact.
void ms_bf16_to_f32(size_t n, const uint16_t *in, float *out);
/// binary32 to binary16, to nearest even; too large becomes infinite, NaN stays NaN.
void ms_f32_to_f16(size_t n, const float *in, uint16_t *out);
/// binary32 to bfloat16, to nearest even; NaN stays NaN.
void ms_f32_to_bf16(size_t n, const float *in, uint16_t *out);
/// 1 if no element is infinite or NaN.
int ms_all_finite(size_t n, const float *x);

// MARK: Elementary functions (elementary.c): within 2 ulp; `out` may be `in`

void ms_exp(size_t n, const float *in, float *out);
void ms_tanh(size_t n, const float *in, float *out);
void ms_erf(size_t n, const float *in, float *out);

// MARK: Normalisation (norm.c)

/// out = (x - mean) / sqrt(variance + epsilon) * gain + bias for each row; `gain` and `bias` [width] may be null.
void ms_layer_norm(size_t rows, size_t width, const float *x, size_t x_stride, const float *gain, const float *bias,
                   float epsilon, float *out, size_t out_stride);
/// out = x / sqrt(mean(x²) + epsilon) * (gain_offset + gain) for each row; `gain` [width] may be null (then factor 1).
void ms_rms_norm(size_t rows, size_t width, const float *x, size_t x_stride, const float *gain, float gain_offset,
                 float epsilon, float *out, size_t out_stride);

// MARK: Activations (activation.c)

typedef enum {
  MS_GELU,          // x/2 · (1 + erf(x/√2))
  MS_GELU_TANH,     // x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))
  MS_QUICK_GELU,    // x · sigmoid(1.702 x)
  MS_SILU,          // x · sigmoid(x)
  MS_RELU,          // max(x, 0)
  MS_RELU_SQUARED,  // max(x, 0)²
  MS_TANH,
  MS_SIGMOID
} ms_activation;

/// x = act(x + bias) in place; `bias` [width] may be null.
void ms_bias_activation(ms_activation kind, size_t rows, size_t width, float *x, size_t stride, const float *bias);
/// out = act(gate) · up.
void ms_gated(ms_activation kind, size_t rows, size_t width, const float *gate, size_t gate_stride, const float *up,
              size_t up_stride, float *out, size_t out_stride);

// MARK: Sums and scales (elementwise.c)

/// out = a + b.
void ms_add(size_t rows, size_t width, const float *a, size_t a_stride, const float *b, size_t b_stride, float *out,
            size_t out_stride);
/// x += y.
void ms_add_rows(size_t rows, size_t width, float *x, size_t x_stride, const float *y, size_t y_stride);
/// x += factor · y.
void ms_add_scaled_rows(size_t rows, size_t width, float *x, size_t x_stride, float factor, const float *y,
                        size_t y_stride);
/// Every row of x += bias [width].
void ms_add_bias(size_t rows, size_t width, float *x, size_t stride, const float *bias);
/// x *= factor.
void ms_scale(size_t rows, size_t width, float *x, size_t stride, float factor);
/// x = cap · tanh(x / cap); cap > 0.
void ms_soft_cap(size_t rows, size_t width, float *x, size_t stride, float cap);

// MARK: Attention (softmax.c, rotary.c)

/// In place, for each row r: softmax of cap(scale · x) over the columns first[r] ..< end[r], 0 in all other columns.
/// cap(v) = soft_cap · tanh(v / soft_cap), or v where soft_cap is 0. A row that sees nothing becomes 0; end[r] <= columns.
void ms_softmax_rows(size_t rows, size_t columns, float *x, size_t stride, float scale, float soft_cap,
                     const size_t *first, const size_t *end);

/// In place, for each row and head: rotates the pairs among the head's first `rotary_width` (even) elements by the
/// row's angles. Pairs are (i, i + rotary_width/2), or (2i, 2i + 1) when `interleaved`.
/// `cosines`, `sines`: [rows, rotary_width/2] with `table_stride`.
void ms_rotary(size_t rows, size_t heads, size_t head_width, size_t rotary_width, float *x, size_t stride,
               const float *cosines, const float *sines, size_t table_stride, int interleaved);

// MARK: Backward passes (norm_backward.c, activation_backward.c, softmax_backward.c)
// `dv` is the derivative of a loss by `v`. What the forward pass computed is computed again where that is cheap.

/// dx = base + the gradient through ms_layer_norm; y = what ms_layer_norm gave; gain_sums, bias_sums [width] grow by
/// what the rows add to the gradients of gain and bias.
void ms_layer_norm_backward(size_t rows, size_t width, const float *x, size_t x_stride, const float *gain,
                            const float *bias, float epsilon, const float *dy, size_t dy_stride, const float *base,
                            size_t base_stride, float *dx, size_t dx_stride, float *y, size_t y_stride,
                            float *gain_sums, float *bias_sums);
/// The same for ms_rms_norm with gain_offset 0.
void ms_rms_norm_backward(size_t rows, size_t width, const float *x, size_t x_stride, const float *gain, float epsilon,
                          const float *dy, size_t dy_stride, const float *base, size_t base_stride, float *dx,
                          size_t dx_stride, float *y, size_t y_stride, float *gain_sums);

/// dx = dy · act'(x), y = act(x).
void ms_activation_backward(ms_activation kind, size_t rows, size_t width, const float *x, size_t x_stride,
                            const float *dy, size_t dy_stride, float *dx, size_t dx_stride, float *y, size_t y_stride);
/// dgate = dy · up · act'(gate), dup = dy · act(gate), y = act(gate) · up.
void ms_gated_backward(ms_activation kind, size_t rows, size_t width, const float *gate, size_t gate_stride,
                       const float *up, size_t up_stride, const float *dy, size_t dy_stride, float *dgate,
                       size_t dgate_stride, float *dup, size_t dup_stride, float *y, size_t y_stride);

/// In place in `dp`: the gradient of the scores before `scale`, for p = ms_softmax_rows(scores) without soft cap.
/// Read within each row's first[r] ..< end[r], 0 elsewhere.
void ms_softmax_backward_rows(size_t rows, size_t columns, const float *p, size_t p_stride, float *dp,
                              size_t dp_stride, float scale, const size_t *first, const size_t *end);

/// log_probabilities[r] = log softmax(x[r])[targets[r]]; every target < columns. Where `weights` is not null, x becomes
/// the gradient of Σ −weights[r] · log_probabilities[r].
void ms_cross_entropy(size_t rows, size_t columns, float *x, size_t stride, const size_t *targets,
                      const float *weights, float *log_probabilities);

// MARK: Sums in double precision, for statistics (reduce.c); arguments of one call may be the same memory

/// Σ a·b
double ms_dot_f64(size_t n, const float *a, const float *b);
/// Σ (a − b)²
double ms_squared_distance_f64(size_t n, const float *a, const float *b);
/// Σ x²
double ms_squared_norm_f64(size_t n, const float *x);
/// sums[c] = Σ over rows of x[r, c]; overwrites `sums` [width].
void ms_column_sums_f64(size_t rows, size_t width, const float *x, size_t stride, double *sums);
/// squares[c] = Σ over rows of (x[r, c] − mean[c])²; `mean` [width] may be null (then 0). Overwrites `squares` [width].
void ms_column_squares_f64(size_t rows, size_t width, const float *x, size_t stride, const double *mean,
                           double *squares);

// MARK: Optimisation (optimizer.c)

/// The factors of one step of AdamW, worked out in double precision: 1 - 0.999 in floats is wrong in the fifth digit.
typedef struct {
  float gradient;     // on every gradient, for clipping
  float first;        // 1 - beta1
  float second;       // 1 - beta2
  float second_kept;  // beta2
  float kept;         // 1 - rate · decay
  float step;         // rate / (1 - beta1^t)
  float root;         // 1 / sqrt(1 - beta2^t)
  float epsilon;
} ms_adamw_factors;

/// In place, with g = by.gradient · gradient: first += by.first (g - first), second = by.second_kept · second +
/// by.second g², w = by.kept · w - by.step · first / (sqrt(second) · by.root + by.epsilon).
void ms_adamw(size_t n, float *w, float *first, float *second, const float *gradient, ms_adamw_factors by);

#endif
