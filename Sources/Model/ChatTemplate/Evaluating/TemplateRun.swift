/// One rendering: its output so far, its bounds, and where in the template it is.
final class TemplateRun {
  let names: NameTable
  let limits: TemplateLimits
  let now: TemplateTime?
  /// Where errors are put: the node that is being evaluated.
  var position = 0
  /// What is written goes to the end of this; macros and captures put another in its place for a while.
  var output = TemplateText()
  /// What the body of a filter block or of a `set` block made.
  var captured: PyValue = .none
  private var steps = 0
  private var depth = 0
  // All that could hold itself or chains of its like; emptied at the end.
  private var scopes: [TemplateScope] = []
  private var namespaces: [PyNamespace] = []
  private var loops: [PyLoop] = []

  init(names: NameTable, limits: TemplateLimits, now: TemplateTime?) {
    self.names = names
    self.limits = limits
    self.now = now
  }

  /// Renders `block` with the variables of `scope`.
  func render(_ block: TemplateBlock, in scope: TemplateScope) throws(TemplateFailure) -> TemplateText {
    defer { clear() }
    _ = try execute(block, in: TemplateScope(in: scope))
    return output
  }

  private func clear() {
    for scope in scopes { scope.clear() }
    for namespace in namespaces { namespace.clear() }
    for loop in loops { loop.clear() }
  }

  func retain(_ scope: TemplateScope) {
    if scopes.last !== scope { scopes.append(scope) }
  }

  func retain(_ namespace: PyNamespace) { namespaces.append(namespace) }
  func retain(_ loop: PyLoop) { loops.append(loop) }

  // MARK: Errors

  func fail(_ problem: TemplateError.Problem) -> TemplateFailure { TemplateFailure(problem, at: position) }
  func fail(_ what: String) -> TemplateFailure { fail(.value(what)) }

  func fail(_ undefined: PyUndefined) -> TemplateFailure {
    fail(undefined.isForbidden ? .forbidden(undefined.message) : .undefined(undefined.message))
  }

  func unsupported(_ construct: String, instead: String) -> TemplateFailure {
    fail(.unsupported(construct: construct, instead: instead))
  }

  // MARK: Bounds

  func charge(_ count: Int = 1) throws(TemplateFailure) {
    steps += count
    if steps > limits.steps { throw fail(.limit(what: "work", bound: limits.steps)) }
  }

  /// Counts one level of depth while `body` runs.
  func nested<Result>(_ body: () throws(TemplateFailure) -> Result) throws(TemplateFailure) -> Result {
    depth += 1
    defer { depth -= 1 }
    if depth > limits.evaluationDepth {
      throw fail(.limit(what: "expressions and calls within one another", bound: limits.evaluationDepth))
    }
    return try body()
  }

  func checkTextSize(_ bytes: Int) throws(TemplateFailure) {
    if bytes > limits.textBytes { throw fail(.limit(what: "bytes of text", bound: limits.textBytes)) }
    try charge(bytes / 32)
  }

  /// A string that was made, which counts as work by its size.
  func string(_ text: TemplateText) throws(TemplateFailure) -> PyValue {
    try checkTextSize(text.byteCount)
    return .string(text)
  }

  func checkedItems(_ items: [PyValue]) throws(TemplateFailure) -> PyList {
    if items.count > limits.items { throw fail(.limit(what: "items of a list", bound: limits.items)) }
    try charge(items.count / 4)
    let list = PyList(unchecked: items)
    try checkDepth(list.depth)
    return list
  }

  func list(_ items: [PyValue]) throws(TemplateFailure) -> PyValue { .list(try checkedItems(items)) }
  func tuple(_ items: [PyValue]) throws(TemplateFailure) -> PyValue { .tuple(try checkedItems(items)) }

  func checkDepth(_ depth: Int) throws(TemplateFailure) {
    if depth > limits.valueDepth {
      throw fail(.limit(what: "values within one another", bound: limits.valueDepth))
    }
  }

  /// Adds to the output.
  func write(_ text: TemplateText) throws(TemplateFailure) {
    if output.byteCount + text.byteCount > limits.textBytes {
      throw fail(.limit(what: "bytes of output", bound: limits.textBytes))
    }
    try charge(1 + text.byteCount / 32)
    output.append(text)
  }

  func write(_ text: String) throws(TemplateFailure) {
    if output.byteCount + text.utf8.count > limits.textBytes {
      throw fail(.limit(what: "bytes of output", bound: limits.textBytes))
    }
    try charge(1 + text.utf8.count / 32)
    output.append(text)
  }
}
