/// Decompositions, compositions and combining classes, read once from the generated tables.
struct NormalizationData: Sendable {
  static let shared = NormalizationData()

  private let canonical: [UInt32: [UInt32]]
  private let compatible: [UInt32: [UInt32]]
  private let classes: [UInt32: UInt8]
  /// By first scalar << 21 | second.
  private let compositions: [UInt64: UInt32]
  /// What decomposition changes or reorders, and what composition may change too.
  private let decomposing: ScalarBitmap
  private let decomposingCompatibly: ScalarBitmap
  private let composing: ScalarBitmap
  private let composingCompatibly: ScalarBitmap

  private init() {
    var composed: [UInt32] = []
    canonical = Self.readCanonical(composed: &composed)
    compatible = ScalarMappings.read(CompatibilityData.decompositions)
    classes = Self.readClasses()
    compositions = Self.pairs(composed, canonical)
    let marks = Self.set(classes.keys)
    let hangul = ScalarSet(Hangul.syllables)
    let apart = Self.set(canonical.keys).union(marks).union(hangul)
    let apartCompatibly = apart.union(Self.set(compatible.keys))
    // A text without any of these is in form C: no mark, nothing that comes apart for good, nothing that joins leftwards.
    let whole = Self.set(composed)
    let joining = Self.set(compositions.keys.map { UInt32($0 & 0x1FFFFF) }).union(ScalarSet(Hangul.vowels))
      .union(ScalarSet(Hangul.tails))
    let unstable = Self.set(canonical.keys).intersection(whole.inverted).union(marks).union(joining)
    decomposing = ScalarBitmap(apart)
    decomposingCompatibly = ScalarBitmap(apartCompatibly)
    composing = ScalarBitmap(unstable)
    composingCompatibly = ScalarBitmap(unstable.union(Self.set(compatible.keys)))
  }

  /// The scalars that a form may change; a text without them is left as it is.
  func active(compatible: Bool, composing composes: Bool) -> ScalarBitmap {
    composes ? (compatible ? composingCompatibly : composing) : (compatible ? decomposingCompatibly : decomposing)
  }

  func combiningClass(_ scalar: UInt32) -> UInt8 { scalar < 0x300 ? 0 : classes[scalar] ?? 0 }

  /// Calls `body` with what `scalar` comes apart into, itself if it does not.
  func decompose(_ scalar: UInt32, compatible isCompatible: Bool, _ body: (UInt32) -> Void) {
    if Hangul.syllables.contains(scalar) { return Hangul.decompose(scalar, body) }
    let parts = (isCompatible ? compatible[scalar] : nil) ?? canonical[scalar]
    if let parts { parts.forEach(body) } else { body(scalar) }
  }

  /// The one scalar that `first` and `second` make; nil if they stay two.
  func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.compose(first, second) ?? compositions[UInt64(first) << 21 | UInt64(second)]
  }

  // MARK: Reading

  private static func readCanonical(composed: inout [UInt32]) -> [UInt32: [UInt32]] {
    var result: [UInt32: [UInt32]] = [:]
    var numbers = PackedNumbers(CanonicalData.decompositions)
    var scalar: UInt32 = 0
    while let difference = numbers.next(), let length = numbers.next() {
      scalar += UInt32(difference)
      result[scalar] = (0..<(length / 2)).map { _ in UInt32(numbers.next() ?? 0) }
      if length % 2 == 1 { composed.append(scalar) }
    }
    return result
  }

  private static func readClasses() -> [UInt32: UInt8] {
    var result: [UInt32: UInt8] = [:]
    var numbers = PackedNumbers(CanonicalData.combiningClasses)
    var start: UInt32 = 0
    while let combiningClass = numbers.next(), let length = numbers.next() {
      let end = start + UInt32(length)
      if combiningClass > 0 { for scalar in start..<end { result[scalar] = UInt8(combiningClass) } }
      start = end
    }
    return result
  }

  /// The tables hold complete decompositions: a composed scalar of n parts is made of the one of its first n-1 and the last.
  private static func pairs(_ composed: [UInt32], _ canonical: [UInt32: [UInt32]]) -> [UInt64: UInt32] {
    var wholes: [[UInt32]: UInt32] = [:]
    for scalar in composed { if let parts = canonical[scalar] { wholes[parts] = scalar } }
    var result: [UInt64: UInt32] = [:]
    for (parts, whole) in wholes {
      guard let last = parts.last else { continue }
      let head = Array(parts.dropLast())
      guard let first = head.count == 1 ? head[0] : wholes[head] else { continue }
      result[UInt64(first) << 21 | UInt64(last)] = whole
    }
    return result
  }

  private static func set(_ scalars: some Sequence<UInt32>) -> ScalarSet {
    var flips: [UInt32] = []
    for scalar in Set(scalars).sorted() {
      if flips.last == scalar { flips.removeLast() } else { flips.append(scalar) }
      flips.append(scalar + 1)
    }
    return ScalarSet(flips: flips)
  }
}

/// Hangul syllables come apart and together by arithmetic (Unicode, section 3.12).
private enum Hangul {
  static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3
  static let vowels: ClosedRange<UInt32> = 0x1161...0x1175
  static let tails: ClosedRange<UInt32> = 0x11A8...0x11C2

  static func decompose(_ scalar: UInt32, _ body: (UInt32) -> Void) {
    let index = scalar - syllables.lowerBound
    body(0x1100 + index / 588)
    body(vowels.lowerBound + index % 588 / 28)
    if index % 28 > 0 { body(0x11A7 + index % 28) }
  }

  static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if (0x1100...0x1112).contains(first) && vowels.contains(second) {
      return syllables.lowerBound + ((first - 0x1100) * 21 + (second - vowels.lowerBound)) * 28
    }
    if syllables.contains(first) && (first - syllables.lowerBound) % 28 == 0 && tails.contains(second) {
      return first + (second - 0x11A7)
    }
    return nil
  }
}
