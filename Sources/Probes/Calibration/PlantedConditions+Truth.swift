#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What metrics are of all prompts that could be drawn.
extension PlantedConditions {
  /// Variances of the reference and of a, and of b before it is turned.
  private var v: [Double] { zip(spread, noiseA).map { $0 * $0 + $1 * $1 } }
  private var w: [Double] {
    (0..<width).map { c -> Double in
      let signal = gain[c] * spread[c]
      return signal * signal + noiseB[c] * noiseB[c]
    }
  }

  /// Cov(a, b) = diag(m·s²)·Rᵀ with m·s² ≥ 0, whose nuclear norm is Σ m·s².
  var procrustes: Double {
    let shared = zip(gain, spread).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    return 1 - shared / (v.reduce(0, +) * w.reduce(0, +)).squareRoot()
  }

  /// In the plane of c and c + width/2, of Σ_a = diag(v₁, v₂) and Σ_b = Q·diag(w₁, w₂)·Qᵀ,
  /// tr (Σ_a^½ Σ_b Σ_a^½)^½ = √(tr Σ_aΣ_b + 2√(|Σ_a||Σ_b|)), as of any 2 × 2 matrix.
  var frechet: Double {
    let (c, s, half) = (cos(angle) * cos(angle), sin(angle) * sin(angle), width / 2)
    let square = (0..<half).reduce(squaredShift) { sum, i in
      let (v1, v2, w1, w2) = (v[i], v[i + half], w[i], w[i + half])
      let both = c * (v1 * w1 + v2 * w2) + s * (v1 * w2 + v2 * w1)
      return sum + v1 + v2 + w1 + w2 - 2 * (both + 2 * (v1 * v2 * w1 * w2).squareRoot()).squareRoot()
    }
    return square / (unit * unit)
  }

  /// E‖r_i − r_j‖, the root of Q = Σ 2v_c·χ²₁: E√Q = ∫ (1 − E e^(−τQ)) τ^(−3/2) dτ / 2√π with
  /// E e^(−τQ) = Π (1 + 4v_c·τ)^(−½), at τ = eˣ, where the trapezoid rule is exact to the last digits.
  var unit: Double {
    let step = 0.05
    let sum = (-1200...1200).reduce(0.0) { sum, i in
      let x = Double(i) * step
      let logarithm = v.reduce(0) { $0 - 0.5 * log1p(4 * $1 * exp(x)) }
      return sum - expm1(logarithm) * exp(-x / 2)
    }
    return sum * step / (2 * Double.pi.squareRoot())
  }

  private var squaredShift: Double { zip(shiftA, shiftB).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }

  private func dot(_ x: [Double], _ y: [Double], over scale: [Double]? = nil) -> Double {
    x.indices.reduce(0) { $0 + x[$1] * y[$1] / (scale?[$1] ?? 1) }
  }

  private func cosine(over scale: [Double]? = nil) -> Double {
    let lengths = dot(shiftA, shiftA, over: scale) * dot(shiftB, shiftB, over: scale)
    return dot(shiftA, shiftB, over: scale) / lengths.squareRoot()
  }

  /// z has mean 0: mean displacements from the reference are t and w.
  var projection: Double { dot(shiftA, shiftB) / dot(shiftA, shiftA) }
  var orthogonal: Double {
    (dot(shiftB, shiftB) / dot(shiftA, shiftA) - projection * projection).squareRoot()
  }
  var cosineMean: Double { cosine() }
  /// Σ is the reference's covariance.
  var cosineWhitened: Double { cosine(over: v) }

  /// 1 − E‖b − a‖² / E‖a − r‖², with E‖R·m·z − z‖² = Σ s²·(m² − 2m·cos(angle) + 1).
  var recovered: Double {
    let noise = dot(noiseA, noiseA)
    let apart = (0..<width).reduce(squaredShift + noise + dot(noiseB, noiseB)) { sum, c in
      let (s, m) = (spread[c], gain[c])
      return sum + s * s * (m * m - 2 * m * cos(angle) + 1)
    }
    return 1 - apart / (dot(shiftA, shiftA) + 2 * noise)
  }
}
