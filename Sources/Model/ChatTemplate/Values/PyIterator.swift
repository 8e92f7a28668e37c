/// Gives items one at a time and only once, as Python's iterators and generators do.
final class PyIterator: PyObject {
  typealias Pull = () throws(TemplateFailure) -> PyValue?
  private let pull: Pull
  private var isDone = false

  /// `depth` is that of the values the iterator may hold, iterators included: a chain of them is walked by recursion.
  init(depth: Int, _ pull: @escaping Pull) {
    self.pull = pull
    super.init(depth: depth)
  }

  convenience init(_ items: [PyValue], depth: Int) {
    var index = 0
    self.init(depth: depth + 1) {
      guard index < items.count else { return nil }
      index += 1
      return items[index - 1]
    }
  }

  override var typeName: String { "generator" }

  func next() throws(TemplateFailure) -> PyValue? {
    if isDone { return nil }
    if let item = try pull() { return item }
    isDone = true
    return nil
  }
}
