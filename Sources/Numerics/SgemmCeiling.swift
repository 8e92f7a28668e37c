/// What the loaded BLAS reaches at [m, k] × [k, n] and nothing else: the limit a forward pass is held against.
///
/// Both ways to use several threads are measured, since either may win; see `Workers`. Results are written over and
/// over into the same memory, so allocating counts once and joining threads not at all. Other processes' work counts
/// against the result: measure on a quiet machine.
package enum SgemmCeiling {
  /// The larger of both ways, in 10⁹ floating-point operations a second of all threads together.
  ///
  /// - Parameters:
  ///   - seconds: for each of the two ways; at least one product is done.
  ///   - threads: at most m.
  package static func measure(m: Int, n: Int, k: Int, seconds: Double, threads: Int) -> Double {
    max(
      rowsApart(m: m, n: n, k: k, seconds: seconds, threads: threads),
      together(m: m, n: n, k: k, seconds: seconds, threads: threads))
  }

  /// Each thread multiplies m / threads rows of its own, BLAS with one thread each.
  package static func rowsApart(m: Int, n: Int, k: Int, seconds: Double, threads: Int) -> Double {
    precondition(threads > 0 && m >= threads)
    let rows = m / threads
    let (a, b) = (filled(rows * threads, k), filled(k, n))
    let done = Counter()
    let start = ContinuousClock.now
    Workers(threads: threads).forEach(threads) { thread in
      let a = a[rows: thread * rows..<(thread + 1) * rows]
      var c = Matrix(rows: rows, columns: n)
      repeat {
        a.multiply(b, into: &c)
        _ = done.take()
      } while start.duration(to: .now) < .seconds(seconds)
    }
    return rate(products: done.take(), m: rows, n: n, k: k, since: start)
  }

  /// One product at a time, BLAS with all threads.
  package static func together(m: Int, n: Int, k: Int, seconds: Double, threads: Int) -> Double {
    let (a, b) = (filled(m, k), filled(k, n))
    var c = Matrix(rows: m, columns: n)
    return Workers(threads: threads).withThreadedBLAS {
      a.multiply(b, into: &c)  // wakes BLAS's threads
      let start = ContinuousClock.now
      var products = 0
      repeat {
        a.multiply(b, into: &c)
        products += 1
      } while start.duration(to: .now) < .seconds(seconds)
      return rate(products: products, m: m, n: n, k: k, since: start)
    }
  }

  /// Small values of both signs: no product becomes subnormal or infinite, either of which may be slower.
  private static func filled(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, (0..<rows * columns).map { Float($0 % 13 - 6) / 8 })
  }

  private static func rate(products: Int, m: Int, n: Int, k: Int, since start: ContinuousClock.Instant) -> Double {
    let elapsed = start.duration(to: .now) / .seconds(1)
    return 2 * Double(m) * Double(n) * Double(k) * Double(products) / elapsed / 1e9
  }
}
