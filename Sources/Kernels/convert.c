// Conversions by integer arithmetic: a hardware instruction for binary16 is no part of the x86-64 baseline, and without
// it the compiler calls a library function for each element.
#include "elementary.h"

/// Moves exponent and mantissa in place and multiplies by 2^112, the difference of the exponent biases; this also
/// makes subnormal halves right. Exponent 31 (infinite, NaN) becomes 255.
INLINE float half_to_float(uint16_t half) {
  uint32_t shifted = (uint32_t)(half & 0x7fffu) << 13;
  uint32_t finite = bits_of(float_of(shifted) * 0x1p112f);
  uint32_t magnitude = shifted >= 0x0f800000u ? shifted | 0x7f800000u : finite;
  return float_of(magnitude | (uint32_t)(half & 0x8000u) << 16);
}

/// To nearest even. Normal: subtract the bias difference and round off 13 bits by an integer addition, whose carry
/// into the exponent is right. Subnormal: adding 0.5 lets the adder round at 2^-24. From 65520 on infinite.
INLINE uint16_t float_to_half(float value) {
  uint32_t bits = bits_of(value);
  uint32_t magnitude = bits & 0x7fffffffu;
  uint32_t normal = (magnitude - 0x38000000u + 0xfffu + ((magnitude >> 13) & 1u)) >> 13;
  uint32_t subnormal = bits_of(float_of(magnitude) + 0.5f) - 0x3f000000u;
  uint32_t half = magnitude < 0x38800000u ? subnormal : normal;
  half = magnitude >= 0x477ff000u ? 0x7c00u : half;
  half = magnitude > 0x7f800000u ? 0x7e00u | ((magnitude >> 13) & 0x1ffu) : half;
  return (uint16_t)(half | (bits >> 16 & 0x8000u));
}

/// The upper 16 bits, rounded to nearest even; a NaN keeps its upper bits and gets the quiet bit.
INLINE uint16_t float_to_bfloat(float value) {
  uint32_t bits = bits_of(value);
  uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  return (uint16_t)((bits & 0x7fffffffu) > 0x7f800000u ? (bits >> 16) | 0x40u : rounded);
}

CLONES void ms_f16_to_f32(size_t n, const uint16_t *restrict in, float *restrict out) {
  VECTORISED for (size_t i = 0; i < n; i++) out[i] = half_to_float(in[i]);
}

CLONES void ms_bf16_to_f32(size_t n, const uint16_t *restrict in, float *restrict out) {
  VECTORISED for (size_t i = 0; i < n; i++) out[i] = float_of((uint32_t)in[i] << 16);
}

CLONES void ms_f32_to_f16(size_t n, const float *restrict in, uint16_t *restrict out) {
  VECTORISED for (size_t i = 0; i < n; i++) out[i] = float_to_half(in[i]);
}

CLONES void ms_f32_to_bf16(size_t n, const float *restrict in, uint16_t *restrict out) {
  VECTORISED for (size_t i = 0; i < n; i++) out[i] = float_to_bfloat(in[i]);
}

/// A float is infinite or NaN exactly if all its exponent bits are set.
CLONES int ms_all_finite(size_t n, const float *x) {
  uint32_t bad = 0;
  VECTORISED for (size_t i = 0; i < n; i++) bad |= (bits_of(x[i]) & 0x7f800000u) == 0x7f800000u;
  return !bad;
}
