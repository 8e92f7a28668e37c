import MindstateStore

extension LabelColumn {
  /// What a label is probed for as.
  enum Content {
    /// The classes in a fixed order (false, true; numbers ascending; strings by their bytes) and that of each prompt.
    case classes(names: [String], ofPrompt: [Int?])
    case numbers([Double?])
  }

  /// Without `kind`: a quantity where all values are numbers and some is not whole (as scikit-learn's `type_of_target`
  /// has it) or more than `wholeLimit` differ; else classes.
  func content(as kind: Kind?) throws(ProbeSweepError) -> Content {
    switch kind ?? guessedKind {
    case .numbers: .numbers(try numbers())
    case .classes: try classes()
    }
  }

  enum Kind { case numbers, classes }

  /// Different whole numbers that still are classes by themselves.
  static let wholeLimit = 10
  /// Classes that a probe tells apart at most.
  static let classLimit = 50

  private var guessedKind: Kind {
    var distinct: Set<Double> = []
    for value in values.compactMap({ $0 }) {
      guard let number = value.doubleValue else { return .classes }
      distinct.insert(number)
    }
    let isWhole = distinct.allSatisfy { $0.rounded() == $0 }
    return isWhole && distinct.count <= Self.wholeLimit ? .classes : .numbers
  }

  private func numbers() throws(ProbeSweepError) -> [Double?] {
    for value in values.compactMap({ $0 }) where value.doubleValue?.isFinite != true {
      throw .noNumber(name, value: value.serialized())
    }
    return values.map { $0?.doubleValue }
  }

  private func classes() throws(ProbeSweepError) -> Content {
    for value in values.compactMap({ $0 }) {
      switch value {
      case .string, .bool, .integer, .number: continue
      case .null, .array, .object: throw .noClass(name, kind: value.kind)
      }
    }
    let named = values.map { $0.map(Self.canonical) }
    var places: [[UInt8]: JSON] = [:]
    for value in named.compactMap({ $0 }) { places[value.serializedBytes()] = value }
    if places.count > Self.classLimit, places.values.allSatisfy({ $0.doubleValue != nil }) {
      throw .quantity(name, distinct: places.count)
    }
    let ordered = places.values.sorted(by: Self.precedes)
    let index = Dictionary(
      ordered.enumerated().map { ($1.serializedBytes(), $0) }, uniquingKeysWith: { first, _ in first })
    return .classes(
      names: ordered.map { $0.stringValue ?? $0.serialized() },
      ofPrompt: named.map { value in value.flatMap { index[$0.serializedBytes()] } })
  }

  /// 2.0 is the class 2.
  private static func canonical(_ value: JSON) -> JSON {
    if case .number(let number) = value, let whole = Int(exactly: number) { return .integer(whole) }
    return value
  }

  private static func precedes(_ a: JSON, _ b: JSON) -> Bool {
    if let a = a.boolValue, let b = b.boolValue { return !a && b }
    if let a = a.doubleValue, let b = b.doubleValue { return a < b }
    return a.serializedBytes().lexicographicallyPrecedes(b.serializedBytes())
  }
}
