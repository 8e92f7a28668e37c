// Made by Tests/Fixtures/tokenizers/unicode_tables.py from tokenizers 0.23.3; do not edit.

/// Sets of code points, each as the places where it differs from one made of general categories.
enum CharacterSetData {
  /// `\s` of the regular expressions, whole.
  static let regexSpace = """
    JFSBkDBaB/uFB/rCLdCFBvBBg9DB
    """
  /// `\w` of the regular expressions against L, M, Nd, Nl, Pc.
  static let regexWord = """
    yFCFBCD3/I0BmizDaGaGa
    """
  /// White space in Rust, whole.
  static let whitespace = """
    JFSBkDBaB/uFB/rCLdCFBvBBg9DB
    """
  /// Numeric characters in Rust against N.
  static let numeric = """
    gvnCKqwUD
    """
  /// `\w` of Rust's regular expressions against L, M, Nd, Nl, Pc.
  static let word = """
    sgIColB0BmizDaGaGa
    """
  /// What splits at punctuation, against P and ASCII punctuation.
  static let punctuation = """
    9wBB/eB4DBgQBMBovCBgnBCtBDj2ENCMw43BB+JBnFFsBE/RBqQCBCyDFKCBBiQNsCBhMBoID7EB8CIzCDBF9CK3GB/CFqBClUCqCNvFBx/DC6rPDn\
    JEnKB8wdB+aC
    """
}
