// Sums and the largest element of a row, as several kernels need them.
#ifndef MINDSTATE_ROWS_H
#define MINDSTATE_ROWS_H

#include "elementary.h"

INLINE double sum_of(size_t n, const float *x) {
#pragma clang fp reassociate(on) contract(fast)
  double sum = 0;
  VECTORISED for (size_t i = 0; i < n; i++) sum += (double)x[i];
  return sum;
}

INLINE double squares_about(size_t n, const float *x, double mean) {
#pragma clang fp reassociate(on) contract(fast)
  double sum = 0;
  VECTORISED for (size_t i = 0; i < n; i++) sum += ((double)x[i] - mean) * ((double)x[i] - mean);
  return sum;
}

/// An integer that grows with the float: the largest of floats as a loop over floats is not vectorised, for NaN's sake.
INLINE int32_t order_of(float x) {
  int32_t bits = (int32_t)bits_of(x);
  return bits ^ (int32_t)((uint32_t)(bits >> 31) >> 1);
}

INLINE float float_at(int32_t order) {
  return float_of((uint32_t)(order ^ (int32_t)((uint32_t)(order >> 31) >> 1)));
}

INLINE float largest(size_t n, const float *x) {
  int32_t order = INT32_MIN;
  VECTORISED for (size_t i = 0; i < n; i++) order = order_of(x[i]) > order ? order_of(x[i]) : order;
  return float_at(order);
}

/// x becomes e^(x - shift); their sum is the result.
INLINE double exponentials_less(float shift, size_t n, float *x) {
#pragma clang fp reassociate(on) contract(fast)
  double sum = 0;
  VECTORISED for (size_t i = 0; i < n; i++) {
    float e = exp_f32(x[i] - shift);
    x[i] = e;
    sum += (double)e;
  }
  return sum;
}

#endif
