import CMindstateKernels

/// A 64-bit digest (XXH64) that tells inputs apart; it is no protection against somebody who wants two to look alike.
package struct Digest: Sendable, Equatable {
  package let value: UInt64

  package init(_ bytes: UnsafeRawBufferPointer) {
    value = unsafe ms_digest(bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), 0)
  }

  package init(_ text: String) {
    var text = text
    value = text.withUTF8 { unsafe Digest(UnsafeRawBufferPointer($0)).value }
  }

  package init(_ bytes: [UInt8]) {
    value = unsafe bytes.withUnsafeBytes { unsafe Digest($0).value }
  }

  /// The digest of digests, in their order.
  package init(of parts: [Digest]) {
    value = unsafe parts.map(\.value).withUnsafeBytes { unsafe Digest($0).value }
  }

  /// 16 hexadecimal digits.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension Digest {
  /// The digest of a matrix's shape and elements.
  package init(_ matrix: Matrix) {
    let elements = unsafe matrix.elements.withUnsafeBytes { unsafe Digest($0) }
    self.init(of: [Digest("\(matrix.rows) × \(matrix.columns)"), elements])
  }
}
