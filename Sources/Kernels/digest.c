#include "mindstate_kernels.h"

#include <string.h>

// XXH64 as its specification defines it: four lanes of multiply and rotate, then a mix of what is left. Not
// vectorised: 64-bit products have no vector form below AVX-512, and one lane a cycle already outruns a disk.
static const uint64_t P1 = 0x9e3779b185ebca87u, P2 = 0xc2b2ae3d27d4eb4fu, P3 = 0x165667b19e3779f9u,
                      P4 = 0x85ebca77c2b2ae63u, P5 = 0x27d4eb2f165667c5u;

static uint64_t rotate(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

static uint64_t word(const uint8_t *p) {
  uint64_t value;
  memcpy(&value, p, sizeof value);
  return value;
}

static uint64_t lane(uint64_t sum, uint64_t value) { return rotate(sum + value * P2, 31) * P1; }

static uint64_t merged(uint64_t hash, uint64_t sum) { return (hash ^ lane(0, sum)) * P1 + P4; }

uint64_t ms_digest(size_t n, const uint8_t *bytes, uint64_t seed) {
  const uint8_t *p = bytes, *end = bytes + n;
  uint64_t hash;
  if (n >= 32) {
    uint64_t a = seed + P1 + P2, b = seed + P2, c = seed, d = seed - P1;
    for (; end - p >= 32; p += 32) {  // scalar: see above
      a = lane(a, word(p));
      b = lane(b, word(p + 8));
      c = lane(c, word(p + 16));
      d = lane(d, word(p + 24));
    }
    hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
    hash = merged(merged(merged(merged(hash, a), b), c), d);
  } else {
    hash = seed + P5;
  }
  hash += n;
  for (; end - p >= 8; p += 8) hash = rotate(hash ^ lane(0, word(p)), 27) * P1 + P4;  // scalar: at most 3 rounds
  if (end - p >= 4) {
    uint32_t value;
    memcpy(&value, p, sizeof value);
    hash = rotate(hash ^ value * P1, 23) * P2 + P3;
    p += 4;
  }
  for (; p < end; p++) hash = rotate(hash ^ *p * P5, 11) * P1;  // scalar: at most 3 rounds
  hash = (hash ^ hash >> 33) * P2;
  hash = (hash ^ hash >> 29) * P3;
  return hash ^ hash >> 32;
}
