import Foundation
import MindstateNumerics
import Testing

@Suite struct FormatTests {
  func widened(_ words: [UInt16], _ format: FloatFormat) -> [Float] {
    unsafe words.withUnsafeBytes {
      unsafe Matrix(rows: 1, columns: words.count, widening: format, from: $0).elements
    }
  }

  /// binary16 by its definition: sign, 5 bits of exponent, 10 of mantissa.
  func half(_ word: UInt16) -> Double {
    let (exponent, mantissa) = (Int(word >> 10 & 31), Double(word & 1023))
    let magnitude =
      switch exponent {
      case 0: mantissa * 0x1p-24
      case 31: mantissa == 0 ? Double.infinity : .nan
      default: (1024 + mantissa) * pow(2, Double(exponent - 25))
      }
    return word >> 15 == 1 ? -magnitude : magnitude
  }

  @Test func widensAllHalvesExactly() {
    let words = Array(UInt16.min ... .max)
    for (word, got) in zip(words, widened(words, .f16)) {
      let truth = half(word)
      #expect(got.isNaN ? truth.isNaN : Double(got) == truth && (got.sign == .minus) == (word >> 15 == 1), "\(word)")
    }
  }

  @Test func widensAllBFloatsExactly() {
    let words = Array(UInt16.min ... .max)
    #expect(zip(words, widened(words, .bf16)).allSatisfy { $1.bitPattern == UInt32($0) << 16 })
  }

  @Test(arguments: [FloatFormat.f16, .bf16]) func narrowingUndoesWidening(_ format: FloatFormat) {
    let words = Array(UInt16.min ... .max)
    let back = Matrix(rows: 1, columns: words.count, widened(words, format)).narrowed(to: format)
    let quiet: UInt16 = format == .f16 ? 0x200 : 0x40
    for (word, got, value) in zip(words, zip(back, widened(words, format))).map({ ($0, $1.0, $1.1) }) {
      #expect(got == (value.isNaN ? word | quiet : word))
    }
  }

  /// Nearest by search among all halves, ties to the even one; past the middle to 65536 infinite.
  @Test func narrowsToTheNearestEvenHalf() {
    let halves = (UInt16(0)...0x7c00).map { half($0).isInfinite ? 65536 : half($0) }
    func nearest(_ x: Double) -> UInt16 {
      var (low, high) = (0, halves.count - 1)
      while high - low > 1 {
        let middle = (low + high) / 2
        if halves[middle] <= x { low = middle } else { high = middle }
      }
      let (below, above) = (x - halves[low], halves[high] - x)
      return UInt16(below < above || (below == above && low % 2 == 0) ? low : high)
    }
    var random = RandomStream(seed: 3, name: "half")
    var values = (0..<20_000).map { _ in Float(pow(2, random.uniform() * 44 - 27)) }
    values += (0..<2_000).map { Float((halves[$0 * 15] + halves[$0 * 15 + 1]) / 2) }  // ties
    values += [0, 65519.996, 65520, 0x1p-25, 0x1.000002p-25, 0x1p-24, .leastNonzeroMagnitude]
    let got = Matrix(rows: 1, columns: values.count, values).narrowed(to: .f16)
    for (value, got) in zip(values, got) { #expect(got == nearest(min(65536, Double(value))), "\(value)") }
    #expect(
      Matrix(rows: 1, columns: 2, values.prefix(2).map { -$0 }).narrowed(to: .f16) == got.prefix(2).map { $0 | 0x8000 })
  }

  @Test func narrowsToTheNearestEvenBFloat() {
    let cases: [(UInt32, UInt16)] = [
      (0x3f80_0000, 0x3f80), (0x3f80_8000, 0x3f80), (0x3f80_8001, 0x3f81), (0x3f81_8000, 0x3f82), (0x3f81_7fff, 0x3f81),
      (0x7f7f_ffff, 0x7f80), (0xff80_0000, 0xff80), (0x7f80_0001, 0x7fc0), (0xffff_ffff, 0xffff), (0x0000_8000, 0),
      (0x0001_8000, 2), (0x8000_0000, 0x8000),
    ]
    let x = Matrix(rows: 1, columns: cases.count, cases.map { Float(bitPattern: $0.0) })
    #expect(x.narrowed(to: .bf16) == cases.map(\.1))
  }

  @Test func readsAnyLengthAndOddAddresses() {
    for n in awkwardLengths {
      let words = (0..<n).map { UInt16(truncatingIfNeeded: 0x3c00 + $0 * 37) }
      let bytes: [UInt8] = [0] + words.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      let odd = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Matrix(rows: 1, columns: n, widening: .f16, from: UnsafeRawBufferPointer(rebasing: bytes[1...]))
      }
      #expect(odd.elements == words.map { Float(half($0)) })
      #expect(odd.narrowed(to: .f16) == words)
      let floats: [UInt8] = odd.elements.flatMap { value in (0..<4).map { UInt8(value.bitPattern >> ($0 * 8) & 255) } }
      let read = unsafe ([0] + floats).withUnsafeBytes { bytes in
        unsafe Matrix(rows: n, columns: 1, widening: .f32, from: UnsafeRawBufferPointer(rebasing: bytes[1...]))
      }
      #expect(read.elements == odd.elements)
    }
  }

  @Test func narrowsStridedRows() {
    let x = Matrix.strided(3, 17, "narrow")
    #expect(x.narrowed(to: .bf16) == Matrix(rows: 3, columns: 17, x.elements).narrowed(to: .bf16))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity]) func findsTheOneBadElement(_ bad: Float) {
    for n in awkwardLengths {
      var x = Matrix.strided(4, n, "finite")
      #expect(x.allFinite && x.firstNonFiniteRow == nil)
      for c in Set([0, n / 2, n - 1]) where c >= 0 && c < n {
        x[2, c] = bad
        #expect(!x.allFinite && x.firstNonFiniteRow == 2)
        #expect(x[rows: 0..<2].allFinite)
        x[2, c] = .greatestFiniteMagnitude
      }
    }
  }
}
