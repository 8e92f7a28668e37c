import MindstateStore
import MindstateTestSupport

/// Safetensors files by hand, so that every kind of damage can be written.
enum RawSafetensors {
  static func bytes(header: String, data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let length = length ?? UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + text + data
  }

  static func littleEndian(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) } }
  }

  static func littleEndian<I: FixedWidthInteger>(_ values: [I]) -> [UInt8] {
    values.flatMap { value in (0..<I.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
  }

  /// Opens `bytes` from a temporary file; the map outlives the file's name.
  static func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/x.safetensors"
      try AtomicFile.write(to: path) { try $0.write(bytes) }
      return try SafetensorsFile(path: path)
    }
  }
}
