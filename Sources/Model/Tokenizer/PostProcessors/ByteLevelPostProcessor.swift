/// In the reference this takes white space off the ends of offsets (`trim_offsets`). Spans here keep it: a token made of
/// a space and "Paris", trimmed to "Paris", would claim to begin behind a border that it crosses.
struct ByteLevelPostProcessor: Sendable {
  func process(_: inout Encoding) {}
}
