/// A dense row-major matrix of 32-bit floats; a value type whose storage is shared until written to.
///
/// Element (r, c) lies at `offset + r * stride + c` of the storage, so a range of rows or columns is a view, and a
/// matrix may read a mapped file in place. Shapes are a programmer's promise: a wrong one is a precondition failure,
/// never undefined behaviour. Whoever reads shapes from outside checks them first.
public struct Matrix: Sendable {
  public private(set) var rows: Int
  public private(set) var columns: Int
  /// Elements from the start of one row to the start of the next; at least `columns`.
  package private(set) var stride: Int
  package private(set) var offset: Int
  package private(set) var storage: FloatStorage

  /// A matrix whose elements are not set yet: for results that a routine overwrites whole.
  package init(uninitialized rows: Int, _ columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix cannot have \(rows) × \(columns) elements")
    self.init(
      storage: FloatStorage(uninitialized: rows * columns), offset: 0, rows: rows, columns: columns, stride: columns)
  }

  package init(storage: FloatStorage, offset: Int, rows: Int, columns: Int, stride: Int) {
    precondition(stride >= columns && offset >= 0)
    precondition(rows == 0 || offset + (rows - 1) * stride + columns <= storage.count)
    self.storage = storage
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    self.init(uninitialized: rows, columns)
    unsafe storage.base.update(repeating: value, count: rows * columns)
  }

  /// - Parameter elements: row by row, exactly `rows * columns` of them.
  public init(rows: Int, columns: Int, _ elements: [Float]) {
    precondition(elements.count == rows * columns, "\(elements.count) elements for \(rows) × \(columns)")
    self.init(uninitialized: rows, columns)
    unsafe elements.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { unsafe storage.base.update(from: start, count: source.count) }
    }
  }

  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return unsafe storage.base[offset + row * stride + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      makeUnique()
      unsafe storage.base[offset + row * stride + column] = newValue
    }
  }

  /// The rows in `range` as a view on the same storage. O(1).
  public subscript(rows range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return Matrix(
      storage: storage, offset: offset + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// The columns in `range` as a view on the same storage. O(1).
  public subscript(columns range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns)
    return Matrix(
      storage: storage, offset: offset + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// The listed rows, copied in the given order.
  public func gatheringRows(_ indices: some Collection<Int>) -> Matrix {
    let result = Matrix(uninitialized: indices.count, columns)
    for (target, source) in indices.enumerated() {
      precondition(source >= 0 && source < rows)
      unsafe (result.storage.base + target * columns).update(
        from: storage.base + offset + source * stride, count: columns)
    }
    return result
  }

  /// The listed ranges of columns, copied side by side.
  public func gatheringColumns(_ ranges: [Range<Int>]) -> Matrix {
    let result = Matrix(uninitialized: rows, ranges.reduce(0) { $0 + $1.count })
    var column = 0
    for range in ranges {
      precondition(range.lowerBound >= 0 && range.upperBound <= columns)
      for r in 0..<rows {
        unsafe (result.storage.base + r * result.columns + column).update(
          from: storage.base + offset + r * stride + range.lowerBound, count: range.count)
      }
      column += range.count
    }
    return result
  }

  /// Matrices of equal width, one above the other. A single one is not copied.
  public init(stacking pieces: [Matrix]) {
    if pieces.count == 1 {
      self = pieces[0]
      return
    }
    let width = pieces.first?.columns ?? 0
    let buffer = RowBuffer(rows: pieces.reduce(0) { $0 + $1.rows }, columns: width)
    var row = 0
    for piece in pieces {
      buffer.write(piece, at: row)
      row += piece.rows
    }
    self = buffer.matrix
  }

  /// Row `index` as an array.
  public func row(_ index: Int) -> [Float] {
    precondition(index >= 0 && index < rows)
    return unsafe Array(UnsafeBufferPointer(start: storage.base + offset + index * stride, count: columns))
  }

  /// All elements, row by row.
  public var elements: [Float] {
    unsafe Array(unsafeUninitializedCapacity: rows * columns) { buffer, count in
      guard let target = buffer.baseAddress else { return }
      for r in 0..<rows {
        unsafe (target + r * columns).initialize(from: storage.base + offset + r * stride, count: columns)
      }
      count = rows * columns
    }
  }

  /// Overwrites row `index`.
  public mutating func setRow(_ index: Int, to values: some Collection<Float>) {
    precondition(index >= 0 && index < rows && values.count == columns)
    makeUnique()
    let start = offset + index * stride
    for (c, value) in values.enumerated() { unsafe storage.base[start + c] = value }
  }

  /// Calls `body` with the rows `range` as one run of floats; rows must be contiguous (`stride == columns`).
  package func withRows<R>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
    precondition(stride == columns && range.lowerBound >= 0 && range.upperBound <= rows)
    return try unsafe body(
      UnsafeBufferPointer(start: storage.base + offset + range.lowerBound * stride, count: range.count * columns))
  }

  /// The address of element (0, 0); for the routines of this module.
  var start: UnsafePointer<Float> { unsafe UnsafePointer(storage.base + offset) }

  /// The address of element (0, 0) for writing, after making sure that nobody else sees the change.
  var mutableStart: UnsafeMutablePointer<Float> {
    mutating get {
      makeUnique()
      return unsafe storage.base + offset
    }
  }

  private mutating func makeUnique() {
    if !storage.isMapped && isKnownUniquelyReferenced(&storage) { return }
    self = gatheringRows(0..<rows)
  }
}

extension Matrix: Equatable {
  public static func == (a: Matrix, b: Matrix) -> Bool {
    a.rows == b.rows && a.columns == b.columns && a.elements == b.elements
  }
}
