import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// One test per refusal, and damage of every byte.
@Suite struct SafetensorsErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var bytes: [UInt8]
    var problem: SafetensorsError.Problem

    init(_ name: String, _ bytes: [UInt8], _ problem: SafetensorsError.Problem) {
      testDescription = name
      self.bytes = bytes
      self.problem = problem
    }

    /// A file of one header and eight bytes of data.
    init(_ name: String, header: String, _ problem: SafetensorsError.Problem) {
      self.init(name, RawSafetensors.bytes(header: header, data: [UInt8](repeating: 0, count: 8)), problem)
    }
  }

  private static func tensor(_ name: String, _ dtype: String, _ shape: String, _ begin: Int, _ end: Int) -> String {
    "\"\(name)\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
  }

  private static func entry(_ body: String) -> String { "{\"a\":{\(body)}}" }

  static let cases = [
    Case("an empty file", [], .tooShort(size: 0)),
    Case("seven bytes", [UInt8](repeating: 1, count: 7), .tooShort(size: 7)),
    Case(
      "a text file", Array("Just some text, nothing else.".utf8),
      .headerTooLong(length: 0x6D6F_7320_7473_754A, limit: 100_000_000)),
    Case("a header past the end", RawSafetensors.bytes(header: "{}", length: 3), .headerPastEnd(length: 3, size: 10)),
    Case("no header", RawSafetensors.bytes(header: ""), .headerNotObject),
    Case("a header that begins with a space", RawSafetensors.bytes(header: " {}"), .headerNotObject),
    Case("an array for a header", RawSafetensors.bytes(header: "[]"), .headerNotObject),
    Case(
      "a name twice", header: "{\(tensor("a", "U8", "[4]", 0, 4)),\(tensor("a", "U8", "[4]", 4, 8))}",
      .duplicateName("a")),
    Case("metadata that is no object", header: "{\"__metadata__\":\"x\"}", .metadataNotText(key: nil)),
    Case("a number in metadata", header: "{\"__metadata__\":{\"a\":\"b\",\"n\":1}}", .metadataNotText(key: "n")),
    Case(
      "an entry that is no object", header: "{\"a\":[]}",
      .malformedEntry(tensor: "a", field: "its entry", expected: "an object", found: "an array")),
    Case(
      "no dtype", header: entry("\"shape\":[],\"data_offsets\":[0,8]"),
      .malformedEntry(tensor: "a", field: "dtype", expected: "a string", found: "nothing")),
    Case(
      "a fractional shape", header: entry("\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]"),
      .malformedEntry(tensor: "a", field: "shape", expected: "an array of whole numbers", found: "an array")),
    Case(
      "a dimension beyond 64 bits",
      header: entry("\"dtype\":\"F32\",\"shape\":[18446744073709551617],\"data_offsets\":[0,8]"),
      .malformedEntry(tensor: "a", field: "shape", expected: "an array of whole numbers", found: "an array")),
    Case(
      "three offsets", header: entry("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4,8]"),
      .malformedEntry(
        tensor: "a", field: "data_offsets", expected: "an array of two whole numbers", found: "an array")),
    Case("an unknown dtype", header: "{\(tensor("a", "F31", "[2]", 0, 8))}", .unknownDType(tensor: "a", "F31")),
    Case(
      "a negative dimension", header: "{\(tensor("a", "F32", "[-1,-2]", 0, 8))}",
      .badShape(tensor: "a", shape: [-1, -2])),
    Case(
      "a product beyond 64 bits", header: "{\(tensor("a", "F32", "[4294967296,4294967296]", 0, 0))}",
      .badShape(tensor: "a", shape: [1 << 32, 1 << 32])),
    Case(
      "offsets in reverse", header: "{\(tensor("a", "F32", "[2]", 8, 0))}", .badRange(tensor: "a", begin: 8, end: 0)),
    Case(
      "a negative offset", header: "{\(tensor("a", "F32", "[2]", -8, 0))}", .badRange(tensor: "a", begin: -8, end: 0)),
    Case(
      "a range too small for the shape", header: "{\(tensor("a", "F32", "[2]", 0, 4))}",
      .sizeMismatch(tensor: "a", dtype: .f32, shape: [2], expected: 8, found: 4)),
    Case(
      "overlapping tensors", header: "{\(tensor("a", "U8", "[5]", 0, 5)),\(tensor("b", "U8", "[4]", 4, 8))}",
      .overlap(tensor: "b", begin: 4, previousEnd: 5)),
    Case(
      "the same bytes twice", header: "{\(tensor("a", "U8", "[8]", 0, 8)),\(tensor("b", "U8", "[8]", 0, 8))}",
      .overlap(tensor: "b", begin: 0, previousEnd: 8)),
    Case(
      "a hole", header: "{\(tensor("a", "U8", "[3]", 0, 3)),\(tensor("b", "U8", "[4]", 4, 8))}",
      .hole(tensor: "b", begin: 4, previousEnd: 3)),
    Case(
      "a hole at the start", header: "{\(tensor("a", "U8", "[7]", 1, 8))}", .hole(tensor: "a", begin: 1, previousEnd: 0)
    ),
    Case(
      "a tensor past the end", header: "{\(tensor("a", "U8", "[9]", 0, 9))}",
      .tensorPastEnd(tensor: "a", end: 9, size: 8)),
    Case("data of no tensor", header: "{\(tensor("a", "U8", "[7]", 0, 7))}", .trailingData(end: 7, size: 8)),
    Case("data and no tensors", header: "{}", .trailingData(end: 0, size: 8)),
  ]

  @Test(arguments: cases)
  func refuses(_ refused: Case) {
    let error = #expect(throws: SafetensorsError.self) { try RawSafetensors.open(refused.bytes) }
    #expect(error?.problem == refused.problem)
    #expect(error?.description.contains("\n") == false)
    #expect(error?.description.contains("x.safetensors: ") == true)
  }

  @Test(arguments: ["{", "{\"a\":1,}", "{\"a\":\"\u{1}\"}", "{}x"])
  func refusesHeadersThatAreNotJSON(header: String) {
    let error = #expect(throws: SafetensorsError.self) { try RawSafetensors.open(RawSafetensors.bytes(header: header)) }
    guard case .headerNotJSON = error?.problem else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func saysWhereWhatAndWhatToDo() {
    let error = SafetensorsError(path: "m.safetensors", .tensorPastEnd(tensor: "w\n", end: 9, size: 8))
    #expect(
      error.description
        == #"m.safetensors: tensor "w\n" ends at byte 9 of the data, the file has 8. It is cut short; copy it again."#)
  }

  @Test func passesOnWhatTheSystemSays() throws {
    try withTemporaryDirectory { directory throws in
      let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: directory) }
      #expect(error?.description == "\(directory): cannot read it: Is a directory. Name a file, not a directory.")
      let missing = #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: "\(directory)/none") }
      #expect(missing?.description.hasPrefix("\(directory)/none: cannot read it: No such file") == true)
    }
  }

  /// Cutting a file anywhere, or changing any byte of its head to any value, gives an error or a file whose tensors
  /// can all be read; never a trap.
  @Test func survivesEveryDamage() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/x.safetensors"
      let header =
        "{\"__metadata__\":{\"k\":\"v\"},\(Self.tensor("a", "F32", "[2,1]", 8, 16)),"
        + "\(Self.tensor("b", "I64", "[1]", 0, 8)),\(Self.tensor("c", "BF16", "[3,0]", 16, 16))}"
      let bytes = RawSafetensors.bytes(header: header, data: [UInt8](repeating: 0x41, count: 16))
      // Changed in place, one byte at a time: thousands of new files would wait for the disk.
      try AtomicFile.write(to: path) { try $0.write(bytes) }
      let handle = try #require(FileHandle(forUpdatingAtPath: path))
      func put(_ byte: UInt8, at index: Int) throws {
        try handle.seek(toOffset: UInt64(index))
        try handle.write(contentsOf: [byte])
      }
      var valid = 0
      func attempt() {
        guard let file = try? SafetensorsFile(path: path) else { return }
        for tensor in file.tensors {
          _ = try? file.matrix(tensor, rows: tensor.count, columns: 1)
          _ = try? file.integers(tensor)
        }
        valid += 1
      }
      let telling: [UInt8] = [0, 1, 0x20, 0x22, 0x2C, 0x2D, 0x30, 0x39, 0x5D, 0x65, 0x7D, 0x7F, 0x80, 0xFF]
      for index in 0..<bytes.count - 16 {
        for value in telling + (0..<8).map({ bytes[index] ^ 1 << $0 }) {
          try put(value, at: index)
          attempt()
        }
        try put(bytes[index], at: index)
      }
      // Other letters in a name or in metadata are as good as these.
      #expect(valid > 20)
      for length in bytes.indices.reversed() {
        try handle.truncate(atOffset: UInt64(length))
        #expect(throws: SafetensorsError.self, "cut to \(length) bytes") { try SafetensorsFile(path: path) }
      }
    }
  }
}
