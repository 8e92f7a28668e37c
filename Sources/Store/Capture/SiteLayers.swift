/// Which layers each site of a capture has: one list for all, and exceptions.
struct SiteLayers {
  private static let key = CaptureMetadata.Key.layers.rawValue

  private var common: [Int]
  private var exceptions: [(site: String, layers: [Int])] = []

  /// For writing: the common list is that of the first site with several layers, or else of the first site.
  init(_ sites: [(site: String, layers: [Int])]) {
    common = (sites.first { $0.layers.count > 1 } ?? sites.first)?.layers ?? []
    for (site, layers) in sites where self.layers(of: site, count: layers.count) != layers {
      exceptions.append((site, layers))
    }
  }

  init(_ file: SafetensorsFile) throws(CaptureError.Problem) {
    guard let layers = try Self.list(Self.key, in: file) else { throw .metadataMissing(key: Self.key) }
    common = layers
    for (key, _) in file.metadata where key.hasPrefix("\(Self.key)@") {
      guard let layers = try Self.list(key, in: file) else { continue }
      exceptions.append((String(key.dropFirst(Self.key.count + 1)), layers))
    }
  }

  var pairs: [(key: String, value: String)] {
    [(Self.key, Self.text(common))] + exceptions.map { ("\(Self.key)@\($0.site)", Self.text($0.layers)) }
  }

  /// The layers of `site`, whose tensor has `count` of them; of another length when the file contradicts itself.
  func layers(of site: String, count: Int) -> [Int] {
    if let exception = exceptions.first(where: { UTF8Key($0.site) == UTF8Key(site) }) { return exception.layers }
    // `embed`, `final_norm` and `logits` beside a site with many layers.
    return count == 1 && common.count != 1 ? [0] : common
  }

  private static func text(_ layers: [Int]) -> String { JSON.array(layers.map { .integer($0) }).serialized() }

  private static func list(_ key: String, in file: SafetensorsFile) throws(CaptureError.Problem) -> [Int]? {
    guard let value = try CaptureMetadata.json(key, in: file) else { return nil }
    let layers = value.arrayValue?.compactMap(\.intValue) ?? []
    try check(layers.count == value.arrayValue?.count ? layers : [], key: key)
    return layers
  }

  /// Throws unless these can be the layers of a site.
  static func check(_ layers: [Int], key: String) throws(CaptureError.Problem) {
    guard !layers.isEmpty, layers.allSatisfy({ $0 >= 0 }), Set(layers).count == layers.count else {
      throw .malformedMetadata(key: key, expected: "an array of distinct whole numbers from 0")
    }
  }
}
