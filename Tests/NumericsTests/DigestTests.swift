import MindstateNumerics
import Testing

struct DigestTests {
  /// Values of the reference implementation (Python's xxhash), seed 0, lengths around every branch of the algorithm.
  @Test(arguments: [
    (0, "ef46db3751d8e999"), (1, "e934a84adb052768"), (3, "9ff70a635a6209ab"), (4, "ae5acdc00a55ac41"),
    (7, "d734a6b26f3da63e"), (8, "87116b3365b924eb"), (15, "02c53ab1e360882f"), (31, "0f187c62b1e722b7"),
    (32, "91b0cb0931a8c629"), (33, "931b043cf8d65b94"), (63, "575186c12dcebcfd"), (100, "b7fe1d84b2f23a05"),
    (1000, "023fd2ed1ff957d5"),
  ])
  func agreesWithXXH64(length: Int, expected: String) {
    let bytes = (0..<length).map { UInt8($0 * 7 % 251) }
    #expect(unsafe bytes.withUnsafeBytes { unsafe Digest($0).text } == expected)
  }

  @Test func orderMatters() {
    let (a, b) = (Digest("a"), Digest("b"))
    #expect(Digest(of: [a, b]) != Digest(of: [b, a]))
    #expect(Digest(of: [a]) != a)
  }
}
