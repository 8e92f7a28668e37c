package import MindstateNumerics

/// Writes to an open file through a buffer of its own; made by `AtomicFile.write`.
public struct FileWriter {
  private static let capacity = 1 << 18

  private let descriptor: CInt
  private let path: String
  private var buffer: [UInt8] = []

  /// - Parameter path: what errors name, also where the bytes go to a temporary file first.
  init(descriptor: CInt, path: String) {
    self.descriptor = descriptor
    self.path = path
    buffer.reserveCapacity(Self.capacity)
  }

  /// Appends `text` as UTF-8.
  public mutating func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }

  /// Appends `bytes`.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count < Self.capacity {
      buffer.append(contentsOf: bytes)
    } else {
      try writeThrough(bytes)
    }
  }

  /// Appends memory that is not copied on its way.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try flush()
    try unsafe writeThrough(bytes)
  }

  /// Appends the memory of `values`, numbers in the byte order of the file.
  package mutating func write<T: BitwiseCopyable>(elements values: [T]) throws(FileError) {
    try flush()
    let result = unsafe values.withUnsafeBytes { bytes in
      Result { () throws(FileError) in try unsafe writeThrough(bytes) }
    }
    try result.get()
  }

  /// Appends the elements of `matrix`, row by row.
  package mutating func write(_ matrix: Matrix) throws {
    guard matrix.stride == matrix.columns else {
      for row in 0..<matrix.rows { try write(elements: matrix.row(row)) }
      return
    }
    try unsafe matrix.withRows(0..<matrix.rows) { try unsafe write(UnsafeRawBufferPointer($0)) }
  }

  /// Hands what the buffer holds to the system.
  mutating func flush() throws(FileError) {
    if buffer.isEmpty { return }
    try writeThrough(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeThrough(_ bytes: [UInt8]) throws(FileError) {
    let result = unsafe bytes.withUnsafeBytes { bytes in
      Result { () throws(FileError) in try unsafe writeThrough(bytes) }
    }
    try result.get()
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let count = try unsafe SystemCalls.write(descriptor, rest, path: path)
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}
