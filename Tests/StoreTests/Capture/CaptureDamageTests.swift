import Foundation
import MindstateNumerics
import MindstateStore
import MindstateTestSupport
import Testing

/// Captures damaged in any byte give an error or states, never a trap.
@Suite struct CaptureDamageTests {
  /// Reads everything a capture offers.
  private func readAll(_ path: String) throws {
    let store = try StateStore(path: path)
    for reading in store.readings {
      for prompt in store.prompts.indices { _ = reading.rows(ofPrompt: prompt) }
      for site in reading.sites {
        for index in site.layers.indices {
          let states = try? store.states(site: site.site, position: reading.position, layerIndex: index)
          #expect(states.map { $0.rows == site.rows && $0.columns == site.width } != false)
        }
      }
    }
    _ = try store.capture()
  }

  @Test(arguments: ["python-one", "python-several"])
  func survivesEveryDamage(name: String) throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/c.safetensors"
      let bytes = try TextFile.read(Fixture.path("store/\(name).safetensors"))
      try AtomicFile.write(to: path) { try $0.write(bytes) }
      let handle = try #require(FileHandle(forUpdatingAtPath: path))
      func put(_ byte: UInt8, at index: Int) throws {
        try handle.seek(toOffset: UInt64(index))
        try handle.write(contentsOf: [byte])
      }
      var refused = 0
      for index in bytes.indices {
        for value in [0x2C, 0x2D, 0x30, 0x39, 0x40, 0xFF, bytes[index] ^ 1, bytes[index] ^ 4, bytes[index] ^ 0x80] {
          try put(value, at: index)
          do { try readAll(path) } catch {
            #expect(error is CaptureError)
            refused += 1
          }
        }
        try put(bytes[index], at: index)
      }
      #expect(refused > bytes.count)
      try readAll(path)
    }
  }

  /// Token tensors changed at every place: counts stay right, so only offsets can be refused.
  @Test func findsEveryWrongOffset() throws {
    try withTemporaryDirectory { directory throws in
      let path = "\(directory)/c.safetensors"
      for index in 0..<4 {
        for change in [-1, 1, Int.max / 2, Int.min] {
          var reading = SampleCapture.all
          reading.offsets?[index] &+= change
          // [0, 2, 2, 5] stays in order only with one of its middle values moved the right way.
          let isValid = (index, change) == (1, -1) || (index, change) == (2, 1)
          let capture = SampleCapture.capture([reading])
          if isValid {
            try capture.write(to: path)
            try readAll(path)
          } else {
            #expect(throws: CaptureError.self, "\(index) \(change)") { try capture.write(to: path) }
          }
        }
      }
    }
  }
}
