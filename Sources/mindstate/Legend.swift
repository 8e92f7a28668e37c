/// What numbers mean, said once where they first appear.
enum Legend {
  static let s = "s: 0 as near as a rewording, 1 as far as an irrelevant wrapper; [95 % bounds]"
}
