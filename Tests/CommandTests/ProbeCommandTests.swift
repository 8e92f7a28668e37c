import Foundation
import MindstateStore
import MindstateTestSupport
import Testing

/// `mindstate probe` as a person uses it, on captures whose label lies along one dimension.
struct ProbeCommandTests {
  private static func write(
    _ condition: String, seed: UInt64, labelled: Bool = true, in directory: String
  ) throws -> String {
    let path = "\(directory)/\(condition).safetensors"
    try Capture.labelled(condition, seed: seed, labels: labelled).write(to: path)
    return path
  }

  private static func run(_ directory: String, _ arguments: [String]) throws -> Program.Result {
    let captures = [
      try write("bare", seed: 1, in: directory), try write("qa", seed: 2, in: directory),
    ]
    return try Program.run(["probe"] + captures + arguments)
  }

  @Test func writesTablesAndDirections() throws {
    try withTemporaryDirectory { directory in
      let result = try Self.run(
        directory,
        [
          "--target", "topic", "--probe", "mass-mean,nearest-centroid", "--control", "template", "--output",
          "\(directory)/out", "--directions", "\(directory)/d.safetensors",
        ])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("topic by mass-mean, resid at last") && result.output.contains("bare → qa"))
      let table = try String(contentsOfFile: "\(directory)/out/probes.csv", encoding: .utf8)
      #expect(
        table.hasPrefix(
          "train_condition,test_condition,target,probe,site,layer,position,metric,value,ci_low,ci_high,control_value,"
            + "selectivity,regularisation,n_train,n_test,seed,reason,"))
      #expect(table.contains("bare,qa,topic,mass-mean,resid,1,last,accuracy,1.0,1.0,1.0,"))
      let cosines = try String(contentsOfFile: "\(directory)/out/directions.csv", encoding: .utf8)
      #expect(cosines.hasPrefix("condition_a,target_a,layer_a,"))
      let directions = try SafetensorsFile(path: "\(directory)/d.safetensors")
      #expect(directions.tensors.count == 8 && directions["direction.0"]?.shape == [2, 1, 4])
    }
  }

  @Test func threadsChangeNoByte() throws {
    try withTemporaryDirectory { directory in
      let files = try ["1", "2"].map { threads in
        let path = "\(directory)/\(threads).csv"
        let result = try Self.run(
          directory, ["--target", "topic", "--threads", threads, "--output", path, "--quiet"])
        #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
        return try Data(contentsOf: URL(fileURLWithPath: path))
      }
      #expect(files[0] == files[1])
    }
  }

  @Test func jsonHasRowsAndCaveats() throws {
    try withTemporaryDirectory { directory in
      let result = try Self.run(
        directory, ["--target", "topic", "--probe", "mass-mean", "--metrics", "accuracy", "--layers", "1", "--json"])
      let json = try JSON(parsing: result.output)
      let rows = json["rows"]?.arrayValue ?? []
      #expect(rows.count == 4 && rows.allSatisfy { $0["value"]?.doubleValue == 1 && $0["layer"] == .integer(1) })
    }
  }

  @Test func refusalsSayWhatToDo() throws {
    try withTemporaryDirectory { directory in
      let unknown = try Self.run(directory, ["--target", "mood", "--output", "\(directory)/out"])
      #expect(unknown.status == 1 && unknown.errors.contains("those there are: topic, template"))
      #expect(!FileManager.default.fileExists(atPath: "\(directory)/out"))
      for arguments in [
        ["--target", "topic", "--probe", "magic"], ["--target", "topic", "--folds", "1"],
        ["--target", "topic", "--metrics", "luck"], [],
      ] {
        let result = try Self.run(directory, arguments)
        #expect(result.status == 64 && result.errors.contains("Usage"), "\(arguments)")
      }
      let bare = try Self.write("plain", seed: 3, labelled: false, in: directory)
      let unlabelled = try Program.run(["probe", bare, "--target", "topic"])
      #expect(unlabelled.status == 1 && unlabelled.errors.contains("those there are: none"))
    }
  }
}
