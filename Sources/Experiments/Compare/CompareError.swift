import MindstateNumerics
import MindstateStore

/// Why captures cannot be compared in the roles that they were given.
public enum CompareError: Error, Sendable, Equatable {
  case noQuestion
  /// Two roles are one capture: the same file, or the same condition of the same model captured again.
  case sameCapture(role: String, file: String, other: String, otherFile: String)
  /// A ceiling, or the second half of a crossed table, belongs to one question.
  case severalQuestions(Int, role: String)
}

extension CompareError: CustomStringConvertible {
  /// One line: where, what against what, what to do.
  public var description: String {
    switch self {
    case .noQuestion: "compare: no question is given. Name the capture that is to be judged."
    case .sameCapture(let role, let file, let other, let otherFile):
      "\(file): is the \(role)"
        + (file == otherFile
          ? " and the \(other), too" : ", and \(otherFile) the \(other), but both are one condition of one model")
        + ". Each role needs a capture of its own."
    case .severalQuestions(let count, let role):
      "compare: a \(role) belongs to one question, \(count) are given. Compare one question at a time."
    }
  }
}

/// A capture file in its role.
struct RoleCapture {
  var role: String
  var store: StateStore

  /// Refuses two roles that are one capture.
  static func check(_ given: [RoleCapture]) throws {
    let places = try given.map { try SystemCalls.realPath($0.store.path) }
    for (index, capture) in given.enumerated() {
      for other in 0..<index where places[index] == places[other] || given[other].store.isOne(with: capture.store) {
        throw CompareError.sameCapture(
          role: given[other].role, file: given[other].store.path, other: capture.role, otherFile: capture.store.path)
      }
    }
  }
}

extension StateStore {
  /// The same condition of the same model: captured again, or copied. A model without a digest is nobody's. Wrappers of
  /// two directories may have one name, so the states decide, to what batches may change.
  fileprivate func isOne(with other: StateStore) -> Bool {
    func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
    return !model.isEmpty && same(model, other.model) && same(condition, other.condition)
      && same(wrapper, other.wrapper)
      && readings.allSatisfy { reading in
        other.readings.filter { same($0.position, reading.position) }.allSatisfy {
          $0.tokenIDs == reading.tokenIDs && $0.tokenPositions == reading.tokenPositions
        }
      } && hasStates(of: other)
  }

  /// At the last layer that is first read.
  private func hasStates(of other: StateStore) -> Bool {
    func last(_ store: StateStore) -> Matrix? {
      guard let reading = readings.first, let site = reading.sites.first, let index = site.layers.indices.last else {
        return nil
      }
      return try? store.states(site: site.site, position: reading.position, layerIndex: index)
    }
    guard let (a, b) = last(self).flatMap({ a in last(other).map { (a, $0) } }), a.elements.count == b.elements.count
    else { return false }
    var (difference, size) = (0.0, 0.0)
    for (x, y) in zip(a.elements, b.elements) {
      difference += Double(x - y) * Double(x - y)
      size += Double(x) * Double(x)
    }
    return difference <= 1e-8 * size
  }
}
