import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// Every bad input of Tests/Fixtures/hostile: one line that says what is wrong where, an exit code that is not 0, and
/// nothing written.
struct HostileInputTests {
  @Test(arguments: HostileCase.all)
  func isRefusedInOneLineAndLeavesNothing(hostile: HostileCase) throws {
    try withTemporaryDirectory { directory in
      let arguments = hostile.command.map { argument in
        argument.replacingOccurrences(of: "{case}", with: Fixture.path("hostile/cases/\(hostile.name)"))
          .replacingOccurrences(of: "{good}", with: Fixture.path("hostile/cases/good"))
          .replacingOccurrences(of: "{output}", with: directory + "/out.safetensors")
      }
      let result = try Program.run(arguments)
      let said = hostile.succeeds ? result.output : result.errors
      #expect((result.status == 0) == hostile.succeeds, "\(result.errors)")
      #expect(result.status < 128, "ended by a signal")
      for part in hostile.expect {
        let part = part.replacingOccurrences(of: "{case}", with: Fixture.path("hostile/cases/\(hostile.name)"))
        #expect(said.lowercased().contains(part.lowercased()), "\(said)")
      }
      guard !hostile.succeeds else { return }
      if result.status != 64 { #expect(said.split(separator: "\n").count == 1, "\(said)") }
      #expect(result.output.isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
    }
  }
}

/// One entry of cases.json.
struct HostileCase: Decodable, Sendable, CustomTestStringConvertible {
  var name: String
  var command: [String]
  var expect: [String]
  var succeeds: Bool

  var testDescription: String { name }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    name = try fields.decode(String.self, forKey: .name)
    command = try fields.decode([String].self, forKey: .command)
    expect = try fields.decode([String].self, forKey: .expect)
    succeeds = try fields.decodeIfPresent(Bool.self, forKey: .succeeds) ?? false
  }

  private enum CodingKeys: String, CodingKey { case name, command, expect, succeeds }

  static let all: [HostileCase] = {
    let path = Fixture.path("hostile/cases.json")
    guard let data = FileManager.default.contents(atPath: path),
      let cases = try? JSONDecoder().decode([HostileCase].self, from: data)
    else { return [] }
    return cases
  }()

  @Test static func casesAreThere() { #expect(all.count > 150) }
}
