#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Arithmetic as Python does it, with whole numbers of 64 bits: what would not fit is an error.
extension TemplateRun {
  func combine(
    _ a: PyValue, _ op: TemplateExpression.BinaryOperator, _ b: PyValue
  ) throws(TemplateFailure) -> PyValue {
    if case .undefined(let undefined) = a { throw fail(undefined) }
    if op == .modulo, let text = try operand(a, op) { return try percentFormat(text, b) }
    if case .undefined(let undefined) = b { throw fail(undefined) }
    if let x = a.integer, let y = b.integer { return try combine(x, op, y) }
    if let x = a.number, let y = b.number { return try combine(x, op, y) }
    if op == .add, let sum = try joined(a, b) { return sum }
    if op == .multiply {
      if let product = try repeated(a, b) { return product }
      if let product = try repeated(b, a) { return product }
    }
    throw fail("\(op.rawValue) has no meaning between \(a.shown) and \(b.shown)")
  }

  /// The text of an operand that is a string; nil for any other.
  private func operand(
    _ value: PyValue, _ op: TemplateExpression.BinaryOperator
  ) throws(TemplateFailure) -> TemplateText? {
    if case .markup = value {
      throw unsupported(
        "\(op.rawValue) on text made by `safe` or `escape`", instead: "join with ~ or leave that filter out")
    }
    return value.text
  }

  private func joined(_ a: PyValue, _ b: PyValue) throws(TemplateFailure) -> PyValue? {
    // Markup escapes what it is joined with.
    switch (a, b) {
    case (.markup, .string), (.string, .markup), (.markup, .markup):
      var text = escaped(a)
      text.append(escaped(b))
      try checkTextSize(text.byteCount)
      return .markup(text)
    default: break
    }
    if var text = try operand(a, .add) {
      guard let other = try operand(b, .add) else { return nil }
      text.append(other)
      return try string(text)
    }
    switch (a, b) {
    case (.list(let a), .list(let b)): return try list(a.items + b.items)
    case (.tuple(let a), .tuple(let b)): return try tuple(a.items + b.items)
    default: return nil
    }
  }

  private func repeated(_ value: PyValue, _ count: PyValue) throws(TemplateFailure) -> PyValue? {
    guard let count = count.integer.map({ max(0, $0) }) else { return nil }
    if let text = try operand(value, .multiply) { return try string(try repeated(text, count)) }
    switch value {
    case .list(let items): return try list(try repeated(items.items, count))
    case .tuple(let items): return try tuple(try repeated(items.items, count))
    default: return nil
    }
  }

  func repeated(_ text: TemplateText, _ count: Int) throws(TemplateFailure) -> TemplateText {
    try checkTextSize(text.byteCount.multipliedReportingOverflow(by: count).overflow ? Int.max : text.byteCount * count)
    var result = TemplateText()
    for _ in 0..<(text.isEmpty ? 0 : count) { result.append(text) }
    return result
  }

  private func repeated(_ items: [PyValue], _ count: Int) throws(TemplateFailure) -> [PyValue] {
    let (total, overflow) = items.count.multipliedReportingOverflow(by: count)
    if overflow || total > limits.items { throw fail(.limit(what: "items of a list", bound: limits.items)) }
    var result: [PyValue] = []
    for _ in 0..<(items.isEmpty ? 0 : count) { result += items }
    return result
  }

  // MARK: Numbers

  private func combine(
    _ x: Int, _ op: TemplateExpression.BinaryOperator, _ y: Int
  ) throws(TemplateFailure) -> PyValue {
    switch op {
    case .add: return try whole(x.addingReportingOverflow(y))
    case .subtract: return try whole(x.subtractingReportingOverflow(y))
    case .multiply: return try whole(x.multipliedReportingOverflow(by: y))
    case .divide:
      try checkDivisor(y == 0)
      return .float(Double(x) / Double(y))
    case .floorDivide:
      try checkDivisor(y == 0)
      let (quotient, overflow) = x.dividedReportingOverflow(by: y)
      return try whole((quotient - (!overflow && x % y != 0 && (x < 0) != (y < 0) ? 1 : 0), overflow))
    case .modulo:
      try checkDivisor(y == 0)
      let remainder = x.remainderReportingOverflow(dividingBy: y).partialValue
      return .int(remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder)
    case .power: return try power(x, y)
    }
  }

  private func whole(_ result: (partialValue: Int, overflow: Bool)) throws(TemplateFailure) -> PyValue {
    if result.overflow { throw fail("a whole number beyond 64 bits") }
    return .int(result.partialValue)
  }

  private func checkDivisor(_ isZero: Bool) throws(TemplateFailure) {
    if isZero { throw fail("division by zero") }
  }

  private func power(_ base: Int, _ exponent: Int) throws(TemplateFailure) -> PyValue {
    if exponent < 0 { return try combine(Double(base), .power, Double(exponent)) }
    if base == 0 || base == 1 { return .int(exponent == 0 ? 1 : base) }
    if base == -1 { return .int(exponent % 2 == 0 ? 1 : -1) }
    var result = 1
    // The loop ends by overflow after at most 63 turns.
    for _ in 0..<exponent {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      if overflow { throw fail("a whole number beyond 64 bits") }
      result = product
    }
    return .int(result)
  }

  private func combine(
    _ x: Double, _ op: TemplateExpression.BinaryOperator, _ y: Double
  ) throws(TemplateFailure) -> PyValue {
    switch op {
    case .add: return .float(x + y)
    case .subtract: return .float(x - y)
    case .multiply: return .float(x * y)
    case .divide:
      try checkDivisor(y == 0)
      return .float(x / y)
    case .floorDivide:
      try checkDivisor(y == 0)
      return .float(flooredQuotient(x, y))
    case .modulo:
      try checkDivisor(y == 0)
      return .float(flooredRemainder(x, y))
    case .power:
      if x == 0, y < 0 { throw fail("division by zero") }
      let result = pow(x, y)
      if x < 0, y.rounded() != y, result.isNaN {
        throw unsupported("a complex number", instead: "take a root of a positive one")
      }
      if result.isInfinite, x.isFinite, y.isFinite { throw fail("a power beyond the range of floats") }
      return .float(result)
    }
  }

  /// The remainder with the sign of the divisor.
  private func flooredRemainder(_ x: Double, _ y: Double) -> Double {
    let remainder = x.truncatingRemainder(dividingBy: y)
    if remainder == 0 { return y.sign == .minus ? -0.0 : 0.0 }
    return (y < 0) != (remainder < 0) ? remainder + y : remainder
  }

  private func flooredQuotient(_ x: Double, _ y: Double) -> Double {
    let quotient = (x - flooredRemainder(x, y)) / y
    if quotient == 0 { return (x / y).sign == .minus ? -0.0 : 0.0 }
    let floor = quotient.rounded(.down)
    return quotient - floor > 0.5 ? floor + 1 : floor
  }

  func negated(_ value: PyValue) throws(TemplateFailure) -> PyValue {
    if case .undefined(let undefined) = value { throw fail(undefined) }
    if case .float(let number) = value { return .float(-number) }
    guard let integer = value.integer else { throw fail("\(value.shown) has no negative") }
    return try whole((0).subtractingReportingOverflow(integer))
  }

  func unchanged(_ value: PyValue) throws(TemplateFailure) -> PyValue {
    if case .undefined(let undefined) = value { throw fail(undefined) }
    if case .float = value { return value }
    guard let integer = value.integer else { throw fail("+ has no meaning before \(value.shown)") }
    return .int(integer)
  }
}
