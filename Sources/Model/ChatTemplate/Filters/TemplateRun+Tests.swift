/// Tests: what stands behind `is`.
extension TemplateRun {
  func check(_ test: TemplateTest, _ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> Bool {
    if let comparison = test.comparison {
      let isIn = comparison == .isIn
      let bound = try bind(arguments, to: test.rawValue, [isIn ? "seq" : "b"], required: 1, positionalOnly: !isIn)
      return try holds(value, comparison, bound[0] ?? .none)
    }
    switch test {
    case .divisibleby:
      let bound = try bind(arguments, to: test.rawValue, ["num"], required: 1)
      return try equal(try combine(value, .modulo, bound[0] ?? .none), .int(0))
    case .sameas: return try isSame(value, try bind(arguments, to: test.rawValue, ["other"], required: 1)[0] ?? .none)
    default: break
    }
    guard arguments.isEmpty else { throw fail("the test \(test.rawValue) takes no arguments") }
    return try check(test, value)
  }

  private func check(_ test: TemplateTest, _ value: PyValue) throws(TemplateFailure) -> Bool {
    switch test {
    case .odd: return try equal(try combine(value, .modulo, .int(2)), .int(1))
    case .even: return try equal(try combine(value, .modulo, .int(2)), .int(0))
    case .defined: return !value.isUndefined
    case .undefined: return value.isUndefined
    case .lower: return try str(value).isLower
    case .upper: return try str(value).isUpper
    case .filter, .test:
      guard case .string(let name) = try hashed(value) else { return false }
      return try isKnown(test, name.string)
    case .sequence: return isSequence(value)
    case .iterable: return isIterable(value)
    default: return isKind(test, value)
    }
  }

  private func isKnown(_ test: TemplateTest, _ name: String) throws(TemplateFailure) -> Bool {
    if test == .test { return TemplateTest(rawValue: name) != nil }
    if TemplateFilter.leftOut.contains(name) {
      throw unsupported("the filter \(name)", instead: TemplateFilter.insteadOf(name))
    }
    return TemplateFilter(rawValue: name) != nil
  }

  private func isKind(_ test: TemplateTest, _ value: PyValue) -> Bool {
    switch (test, value) {
    case (.none, .none), (.boolean, .bool), (.true, .bool(true)), (.false, .bool(false)), (.integer, .int),
      (.float, .float), (.string, .string), (.string, .markup), (.mapping, .dictionary), (.number, .int),
      (.number, .float), (.number, .bool), (.escaped, .markup), (.callable, .undefined):
      true
    case (.callable, .object(let object)):
      object is PyFunction || object is PyMacro || object is PyMethod || object is PyJoiner || object is PyLoop
    default: false
    }
  }

  private func isSequence(_ value: PyValue) -> Bool {
    switch value {
    case .undefined, .string, .markup, .list, .tuple, .dictionary: true
    case .object(let object): object is PyRange || object is PyGroup
    case .none, .bool, .int, .float: false
    }
  }

  private func isIterable(_ value: PyValue) -> Bool {
    switch value {
    case .undefined, .string, .markup, .list, .tuple, .dictionary: true
    case .object(let object):
      object is PyRange || object is PyGroup || object is PyView || object is PyIterator || object is PyLoop
    case .none, .bool, .int, .float: false
    }
  }

  /// Python's `is`, where its answer does not hang on how Python stores things.
  private func isSame(_ a: PyValue, _ b: PyValue) throws(TemplateFailure) -> Bool {
    switch (a, b) {
    case (.none, .none): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.object(let a as PyFunction), .object(let b as PyFunction)): return a.name == b.name
    case (.object(let a), .object(let b)) where !(a is PyMethod && b is PyMethod): return a === b
    case (.int(let a), .int(let b)) where (-5...256).contains(a) || a != b: return a == b
    default: break
    }
    guard a.typeName == b.typeName, try equal(a, b) else { return false }
    throw unsupported("sameas between two equal values", instead: "compare them with ==")
  }
}
