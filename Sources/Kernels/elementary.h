// exp, tanh and erf of one float, without branches or calls, so that a loop over them becomes vector code.
// Each is within 2 ulp of the true value for every float, right at both infinities, and NaN for NaN. The coefficients
// are minimax fits (Remez exchange in 40 digits, rounded to float).
#ifndef MINDSTATE_ELEMENTARY_H
#define MINDSTATE_ELEMENTARY_H

#include "vector.h"

#include <string.h>

INLINE uint32_t bits_of(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

INLINE float float_of(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

INLINE float magnitude_of(float x) { return float_of(bits_of(x) & 0x7fffffffu); }

INLINE float with_sign_of(float magnitude, float sign) {
  return float_of(bits_of(magnitude) | (bits_of(sign) & 0x80000000u));
}

/// 2^n for -126 <= n <= 127, n in two's complement.
INLINE float power_of_two(uint32_t n) { return float_of((n + 127u) << 23); }

/// x = n ln 2 + r with integral n and |r| <= ln 2 / 2 (Cody and Waite 1980): ln 2 in two parts, the first short enough
/// that n times it is exact. Adding 1.5 · 2^23 rounds to an integer, which then stands in the low bits.
typedef struct {
  uint32_t n;
  float r;
} reduced;

INLINE reduced reduce_by_ln2(float x) {
  const float shifter = 0x1.8p23f, log2_e = 0x1.715476p0f, ln2_high = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
  float shifted = x * log2_e + shifter;
  float n = shifted - shifter;
  return (reduced){bits_of(shifted) - bits_of(shifter), (x - n * ln2_high) - n * ln2_low};
}

/// e^r - 1 = r + r² P(r), relative error 1.4e-8 on |r| <= ln 2 / 2.
INLINE float expm1_reduced(float r) {
  float p = 0x1.6d99bcp-10f;
  p = p * r + 0x1.12287cp-7f;
  p = p * r + 0x1.555486p-5f;
  p = p * r + 0x1.5554aep-3f;
  p = p * r + 0.5f;
  return p * (r * r) + r;
}

/// e^x = 2^n e^r. 2^n is applied in two factors, so that results below 2^-126 are rounded once and e^89 is infinite.
INLINE float exp_f32(float x) {
  x = x < -104.0f ? -104.0f : x;  // both comparisons are false for NaN, which stays
  x = x > 89.0f ? 89.0f : x;
  reduced a = reduce_by_ln2(x);
  uint32_t half = (uint32_t)((int32_t)a.n >> 1);
  return (expm1_reduced(a.r) + 1.0f) * power_of_two(half) * power_of_two(a.n - half);
}

/// tanh x = x + x³ P(x²) for |x| < 5/8 (relative error 5e-9); beyond, 1 - 2 / (e^2|x| + 1). 1 from 9.02 on.
INLINE float tanh_f32(float x) {
  float t = magnitude_of(x);
  float s = t * t;
  float p = -0x1.7364dap-8f;
  p = p * s + 0x1.519cc4p-6f;
  p = p * s - 0x1.b82806p-5f;
  p = p * s + 0x1.110692p-3f;
  p = p * s - 0x1.555530p-2f;
  float near = t * (s * p) + t;

  float u = t > 10.0f ? 10.0f : t;  // false for NaN, which stays
  reduced a = reduce_by_ln2(u + u);
  float far = 1.0f - 2.0f / ((expm1_reduced(a.r) + 1.0f) * power_of_two(a.n) + 1.0f);
  return with_sign_of(t < 0.625f ? near : far, x);
}

/// erf x = x + x P(x²) for |x| < 15/16 (relative error 5e-10); beyond, 1 - exp(|x| Q(|x|)), where |x| Q(|x|) fits
/// ln erfc |x| so that erfc is right to 3e-9. 1 from 3.92 on.
INLINE float erf_f32(float x) {
  float t = magnitude_of(x);
  float s = t * t;
  float p = 0x1.5ac336p-14f;
  p = p * s - 0x1.a99ef8p-11f;
  p = p * s + 0x1.54b5e4p-8f;
  p = p * s - 0x1.b80cb4p-6f;
  p = p * s + 0x1.ce2df4p-4f;
  p = p * s - 0x1.812742p-2f;
  p = p * s + 0x1.06eba8p-3f;
  float near = t * p + t;

  float u = t > 4.0f ? 4.0f : t;
  float q = 0x1.bf458ep-13f;
  q = q * u - 0x1.a4a252p-9f;
  q = q * u + 0x1.76baecp-6f;
  q = q * u - 0x1.af09a6p-4f;
  q = q * u - 0x1.457f9ep-1f;
  q = q * u - 0x1.20e5ecp0f;
  reduced a = reduce_by_ln2(u * q);
  float far = 1.0f - (expm1_reduced(a.r) + 1.0f) * power_of_two(a.n);
  return with_sign_of(t < 0.9375f ? near : far, x);
}

#endif
