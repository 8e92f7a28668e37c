/// Takes white space off the ends.
struct StripNormalizer: Sendable {
  let left: Bool
  let right: Bool

  init(_ component: Component) throws(TokenizerError) {
    left = try component.bool("strip_left")
    right = try component.bool("strip_right")
  }

  func normalize(_ text: inout AlignedText) {
    var (low, high) = (0, text.bytes.count)
    if left {
      while low < high, case let (scalar, next) = UTF8Text.scalar(in: text.bytes, at: low), Self.spaces.contains(scalar)
      {
        low = next
      }
    }
    if right {
      while high > low, case let start = UTF8Text.start(before: high, in: text.bytes),
        Self.spaces.contains(UTF8Text.scalar(in: text.bytes, at: start).scalar)
      {
        high = start
      }
    }
    if low == 0 && high == text.bytes.count { return }
    var builder = AlignedText.Builder(capacity: high - low)
    builder.append(low..<high, of: text)
    text.replace(by: builder)
  }

  private static let spaces = ScalarBitmap(UnicodeSets.whitespace)
}
