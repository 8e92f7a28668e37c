import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Reading and writing what is well-formed.
@Suite struct SafetensorsTests {
  private static let header =
    #"{"b":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"#
    + #""a":{"dtype":"I32","shape":[2],"data_offsets":[24,32]},"__metadata__":{"z":"1","y":"é"}}"#

  /// The same data behind headers of every length modulo 4, hence at every alignment.
  @Test(arguments: 0..<4)
  func readsAtEveryAlignment(padding: Int) throws {
    let values: [Float] = [1, -2, 3.5, .infinity, 0, 1e-30]
    let data = RawSafetensors.littleEndian(values) + RawSafetensors.littleEndian([Int32.min, 7])
    let file = try RawSafetensors.open(
      RawSafetensors.bytes(header: Self.header + String(repeating: " ", count: padding), data: data))
    #expect(file.tensors.map(\.name) == ["b", "a"])
    #expect(file.metadata.map(\.key) == ["z", "y"])
    #expect(file.metadata("y") == "é")
    let b = try #require(file["b"])
    #expect(try file.matrix(b, rows: 2, columns: 3) == Matrix(rows: 2, columns: 3, values))
    #expect(try file.matrix(b, rows: 6, columns: 1).elements == values)
    let a = try #require(file["a"])
    #expect(try file.integers(a) == [Int(Int32.min), 7])
    #expect(try file.copied(b, rows: 2, columns: 2, start: 1, stride: 3).elements == [-2, 3.5, 0, 1e-30])
  }

  @Test func readsEveryFloatFormat() throws {
    let header =
      #"{"d":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"h":{"dtype":"F16","shape":[3],"data_offsets":[16,22]},"#
      + #""g":{"dtype":"BF16","shape":[],"data_offsets":[22,24]}}"#
    let data =
      RawSafetensors.littleEndian([(0.1 as Double).bitPattern, Double.infinity.bitPattern])
      + RawSafetensors.littleEndian([0x3C00, 0x0001, 0xFBFF, 0xC040] as [UInt16])
    for padding in ["", " "] {
      let file = try RawSafetensors.open(RawSafetensors.bytes(header: header + padding, data: data))
      func elements(_ name: String) throws -> [Float] {
        let tensor = try #require(file[name])
        return try file.matrix(tensor, rows: 1, columns: tensor.count).elements
      }
      #expect(try elements("d") == [0.1, .infinity])
      #expect(try elements("h") == [1, 0x1p-24, -65504])
      #expect(try elements("g") == [-3])
    }
  }

  @Test func refusesWrongUse() throws {
    let data = [UInt8](repeating: 0, count: 32)
    let file = try RawSafetensors.open(RawSafetensors.bytes(header: Self.header, data: data))
    let a = try #require(file["a"])
    let b = try #require(file["b"])
    #expect(file["c"] == nil)
    #expect(throws: SafetensorsError(path: file.path, .notFloats(tensor: "a", .i32))) {
      try file.matrix(a, rows: 1, columns: 2)
    }
    #expect(throws: SafetensorsError(path: file.path, .notIntegers(tensor: "b", .f32))) { try file.integers(b) }
    for (rows, columns) in [(3, 3), (-2, -3), (Int.max, 2), (0, 0)] {
      #expect(
        throws: SafetensorsError(
          path: file.path, .elementCount(tensor: "b", shape: [2, 3], rows: rows, columns: columns))
      ) { try file.matrix(b, rows: rows, columns: columns) }
    }
  }

  @Test func acceptsFilesWithoutData() throws {
    #expect(try RawSafetensors.open(RawSafetensors.bytes(header: "{}")).tensors.isEmpty)
    let header = #"{"a":{"dtype":"F32","shape":[0,4611686018427387904,16],"data_offsets":[0,0]}}"#
    let file = try RawSafetensors.open(RawSafetensors.bytes(header: header))
    let a = try #require(file["a"])
    #expect(a.count == 0)
    #expect(try file.matrix(a, rows: 0, columns: 5).elements == [])
  }

  private func write(_ path: String) throws {
    var writer = try SafetensorsWriter(
      path: path,
      tensors: [
        .init("half", .f16, [3]), .init("w", .f32, [3, 2]), .init("ids", .i64, [2]), .init("none", .f32, [0]),
        .init("brain", .bf16, [2, 1]),
      ], metadata: [("b", "2"), ("a", "\"1\"\n")])
    #expect(writer.tensors.map(\.name) == ["ids", "w", "none", "half", "brain"])
    try AtomicFile.write(to: path) { file in
      try writer.writeHeader(to: &file)
      try writer.append([-1, .max], to: &file)
      // A tensor in pieces, one of them a view that is not contiguous.
      try writer.append(Matrix(rows: 1, columns: 2, [1, 2]), to: &file)
      try writer.append(Matrix(rows: 2, columns: 3, [3, 4, 0, 5, 6, 0])[columns: 0..<2], to: &file)
      try writer.append(Matrix(rows: 1, columns: 3, [0.1, -.infinity, 65504]), to: &file)
      try writer.append(Matrix(rows: 2, columns: 1, [1 + 0x1p-8, -0x1p127]), to: &file)
      writer.finish()
    }
  }

  @Test func readsBackWhatItWrote() throws {
    try withTemporaryDirectory { directory throws in
      try write("\(directory)/a")
      try write("\(directory)/b")
      #expect(try TextFile.read("\(directory)/a") == TextFile.read("\(directory)/b"))
      let file = try SafetensorsFile(path: "\(directory)/a")
      func elements(_ name: String) throws -> [Float] {
        let tensor = try #require(file[name])
        return try file.matrix(tensor, rows: 1, columns: tensor.count).elements
      }
      #expect(try elements("w") == [1, 2, 3, 4, 5, 6])
      #expect(try elements("half") == [0.099975586, -.infinity, 65504])
      #expect(try elements("brain") == [1, -0x1p127])
      let ids = try #require(file["ids"])
      #expect(try file.integers(ids) == [-1, .max])
      #expect(file.metadata.map(\.value) == ["2", "\"1\"\n"])
      let head = try TextFile.read("\(directory)/a")
      #expect(head[0] % 8 == 0)
    }
  }

  @Test func refusesFinitesThatBecomeInfinite() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/a"
      var writer = try SafetensorsWriter(path: path, tensors: [.init("h", .f16, [2])], metadata: [])
      #expect(throws: SafetensorsError(path: path, .notRepresentable(tensor: "h", value: 70000, .f16))) {
        try AtomicFile.write(to: path) { file in
          try writer.writeHeader(to: &file)
          try writer.append(Matrix(rows: 1, columns: 2, [.infinity, 70000]), to: &file)
        }
      }
      #expect(FileSystem.kind(of: path) == nil)
    }
  }

  @Test func refusesNamesTwiceAndImpossibleShapes() {
    func problem(_ tensors: [SafetensorsWriter.Declaration], _ metadata: [(key: String, value: String)] = [])
      -> SafetensorsError.Problem?
    {
      #expect(throws: SafetensorsError.self) { try SafetensorsWriter(path: "x", tensors: tensors, metadata: metadata) }?
        .problem
    }
    #expect(problem([.init("a", .f32, [1]), .init("a", .i64, [1])]) == .duplicateName("a"))
    #expect(problem([.init("__metadata__", .f32, [1])]) == .duplicateName("__metadata__"))
    #expect(problem([], [("k", ""), ("k", "")]) == .duplicateName("k"))
    #expect(problem([.init("a", .f32, [-1])]) == .badShape(tensor: "a", shape: [-1]))
    #expect(problem([.init("a", .f32, [.max, 2])]) == .badShape(tensor: "a", shape: [.max, 2]))
    #expect(problem([.init("a", .u8, [.max]), .init("b", .u8, [.max])]) == .badShape(tensor: "b", shape: [.max]))
  }
}
