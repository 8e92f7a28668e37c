/// How a report says numbers, names and lists.
package enum Words {
  /// Two decimals and a true minus sign; small numbers keep two digits that are not zero.
  package static func number(_ value: Double) -> String {
    let size = abs(value)
    return SVG.rounded(value, size == 0 || size >= 0.095 ? 2 : size >= 0.0095 ? 3 : 4)
  }

  static func number(_ value: Double?) -> String { value.map { number($0) } ?? "–" }

  /// `0.21 [0.10, 0.33]`, the interval where there is one.
  static func bounded(_ value: Bounded?) -> String {
    guard let value else { return "–" }
    guard let low = value.low, let high = value.high else { return number(value.value) }
    return "\(SVG.rounded(value.value, 2)) [\(SVG.rounded(low, 2)), \(SVG.rounded(high, 2))]"
  }

  /// `12 %`, whole percents.
  static func percent(_ share: Double) -> String { "\(SVG.rounded(share * 100, 0)) %" }

  /// `0.10 to 0.30`, or one number where both are written alike.
  static func range(_ values: [Double]) -> String {
    guard let low = values.min(), let high = values.max() else { return "–" }
    let (first, last) = (SVG.rounded(low, 2), SVG.rounded(high, 2))
    return first == last ? first : "\(first) to \(last)"
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A name from outside within a sentence: cut where it is very long, and set apart so that a right-to-left name, or
  /// a control character in it, does not turn the words around it.
  package static func name(_ text: String) -> String {
    let short = PlotText.cut(text, to: 60)
    return short.utf8.allSatisfy { $0 < 0x80 } ? short : "\u{2068}\(short)\u{2069}"
  }

  /// `1 prompt`, `2 prompts`.
  static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }

  /// A metric or reason as it stands in tables, for reading: underscores become spaces.
  static func term(_ raw: String) -> String { raw.split(separator: "_").joined(separator: " ") }
}

/// Layers as people write them.
package enum LayerRanges {
  /// `1–4, 6`: runs of neighbours in `all` become ranges, so layers that were not read do not break them.
  package static func text(_ layers: [Int], of all: [Int]) -> String {
    let all = all.sorted()
    let places = layers.sorted().compactMap { all.firstIndex(of: $0) }
    var runs: [ClosedRange<Int>] = []
    for place in places {
      if let last = runs.last, last.upperBound + 1 == place {
        runs[runs.count - 1] = last.lowerBound...place
      } else {
        runs.append(place...place)
      }
    }
    return runs.map { run in
      run.count == 1 ? "\(all[run.lowerBound])" : "\(all[run.lowerBound])–\(all[run.upperBound])"
    }.joined(separator: ", ")
  }

  /// `layer 3` or `layers 1–4`; `every layer` where none is missing and there are several.
  package static func named(_ layers: [Int], of all: [Int]) -> String {
    if layers.count > 1 && Set(layers) == Set(all) { return "every layer" }
    return (layers.count == 1 ? "layer " : "layers ") + text(layers, of: all)
  }
}
