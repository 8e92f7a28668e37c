/// The Unicode normalisation forms.
enum UnicodeForm: String, CaseIterable, Sendable {
  case nfc = "NFC"
  case nfd = "NFD"
  case nfkc = "NFKC"
  case nfkd = "NFKD"

  private var isCompatible: Bool { self == .nfkc || self == .nfkd }
  private var composes: Bool { self == .nfc || self == .nfkc }

  func normalize(_ text: inout AlignedText) {
    let data = NormalizationData.shared
    let active = data.active(compatible: isCompatible, composing: composes)
    if !Self.contains(active, text) { return }
    var changes = decomposed(text, data)
    if composes { changes = Self.composed(changes, data) }
    text.apply(changes.map { AlignedText.Change(scalar: $0.scalar, shift: $0.shift) })
  }

  private static func contains(_ set: ScalarBitmap, _ text: AlignedText) -> Bool {
    var position = 0
    while position < text.bytes.count {
      if text.bytes[position] < 0x80 {
        position += 1
        continue
      }
      let (scalar, next) = UTF8Text.scalar(in: text.bytes, at: position)
      if set.contains(scalar) { return true }
      position = next
    }
    return false
  }

  /// A character, its combining class and its `AlignedText.Change.shift`.
  private struct Mark {
    var scalar: UInt32
    var combiningClass: UInt8
    var shift: Int
  }

  /// Every character taken apart; within a run of combining marks sorted by class, each class in the order it had.
  private func decomposed(_ text: AlignedText, _ data: NormalizationData) -> [Mark] {
    var result: [Mark] = []
    result.reserveCapacity(text.bytes.count)
    var runStart = 0
    func append(_ scalar: UInt32, _ shift: Int) {
      let combiningClass = data.combiningClass(scalar)
      if combiningClass == 0 {
        Self.sort(&result, from: runStart)
        runStart = result.count + 1
      }
      result.append(Mark(scalar: scalar, combiningClass: combiningClass, shift: shift))
    }
    text.forEachScalar { scalar in
      if scalar < 0xA0 {
        append(scalar, 0)
        return
      }
      var shift = 0
      data.decompose(scalar, compatible: isCompatible) { part in
        append(part, shift)
        shift = 1
      }
    }
    Self.sort(&result, from: runStart)
    return result
  }

  private static func sort(_ marks: inout [Mark], from start: Int) {
    guard marks.count > start + 1 else { return }
    let sorted = marks[start...].enumerated().sorted {
      ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
    }
    for (i, mark) in sorted.enumerated() { marks[start + i] = mark.element }
  }

  /// Marks joined to the starter before them where no other of their class or a higher one stands between.
  private static func composed(_ marks: [Mark], _ data: NormalizationData) -> [Mark] {
    var result: [Mark] = []
    result.reserveCapacity(marks.count)
    var starter: Int?
    var lastClass: UInt8?
    for mark in marks {
      guard let place = starter else {
        if mark.combiningClass == 0 { starter = result.count }
        result.append(mark)
        continue
      }
      let isBlocked = lastClass.map { $0 >= mark.combiningClass } ?? false
      if !isBlocked, let whole = data.composition(result[place].scalar, mark.scalar) {
        result[place].scalar = whole
        // The whole swallows the mark, unless decomposition had only just put it there.
        result[place].shift += mark.shift - 1
        continue
      }
      if mark.combiningClass == 0 {
        starter = result.count
        lastClass = nil
      } else {
        lastClass = mark.combiningClass
      }
      result.append(mark)
    }
    return result
  }
}
