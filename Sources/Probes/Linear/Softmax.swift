#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// log Σ exp, without overflow.
func logSumExp(_ values: some Collection<Double>) -> Double {
  let top = values.max() ?? 0
  return top + log(values.reduce(0) { $0 + exp($1 - top) })
}
