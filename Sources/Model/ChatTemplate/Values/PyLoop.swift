/// The variable `loop`: where a loop stands. It looks one item ahead only when asked.
final class PyLoop: PyObject {
  private var iterator: PyIterator
  private let knownLength: Int?
  private var ahead: PyValue?
  private var collectedLength: Int?
  private(set) var index0 = -1
  private(set) var current: PyValue?
  private(set) var previous: PyValue?
  var lastChanged: [PyValue]?

  init(over iterator: PyIterator, length: Int?) {
    self.iterator = iterator
    knownLength = length
    super.init()
  }

  override var typeName: String { "LoopContext" }

  /// Goes on to the next item; nil at the end.
  func advance() throws(TemplateFailure) -> PyValue? {
    let item: PyValue?
    if let ahead {
      item = ahead
      self.ahead = nil
    } else {
      item = try iterator.next()
    }
    guard let item else { return nil }
    index0 += 1
    previous = current
    current = item
    return item
  }

  func peek() throws(TemplateFailure) -> PyValue? {
    if ahead == nil { ahead = try iterator.next() }
    return ahead
  }

  /// The number of items, for which those of an iterator are all fetched.
  func length() throws(TemplateFailure) -> Int {
    if let known = knownLength ?? collectedLength { return known }
    var rest: [PyValue] = []
    while let item = try iterator.next() { rest.append(item) }
    let length = rest.count + index0 + 1 + (ahead == nil ? 0 : 1)
    iterator = PyIterator(rest, depth: iterator.depth)
    collectedLength = length
    return length
  }

  /// Forgets its items, so that no chain of loops is left to be freed by recursion.
  func clear() {
    iterator = PyIterator([], depth: 0)
    (ahead, current, previous, lastChanged) = (nil, nil, nil, nil)
  }
}
