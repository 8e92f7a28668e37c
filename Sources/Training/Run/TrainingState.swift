package import MindstateStore
import MindstateNumerics

/// All that a run needs to go on as if it had never been stopped, in one file: what is trained in f32, the optimizer's
/// memory, the log, and the settings it was started with.
package enum TrainingState {
  private static let format = "mindstate.training/1"
  private static let parts = ["value", "first", "second"]

  /// The file in the directory of a run's state.
  package static func path(in directory: String) -> String { directory + "/state.safetensors" }

  /// Writes it whole; the directory is made where it is missing.
  /// - Parameter settings: what decides the result; compared when the run goes on.
  package static func write(_ trainer: Trainer, settings: JSONObject, to directory: String) throws {
    try FileSystem.createDirectory(directory)
    let path = path(in: directory)
    let (names, tensors) = (trainer.trainable.names, trainer.trainable.tensors)
    let contents = [tensors, trainer.optimizer.first, trainer.optimizer.second]
    var declarations: [SafetensorsWriter.Declaration] = [
      .init("log", .i64, [trainer.step, LossLog.width]), .init("reference", .i64, [trainer.reference.count]),
    ]
    for part in parts {
      for (name, tensor) in zip(names, tensors) {
        declarations.append(.init("\(part).\(name)", .f32, [tensor.rows, tensor.columns]))
      }
    }
    var writer = try SafetensorsWriter(
      path: path, tensors: declarations,
      metadata: [("format", format), ("settings", JSON.object(settings).serialized())])
    try AtomicFile.write(to: path) { file in
      try writer.writeHeader(to: &file)
      try writer.append(trainer.log.words, to: &file)
      try writer.append(trainer.reference.map { Int(bits: $0) }, to: &file)
      for matrices in contents {
        for matrix in matrices { try writer.append(matrix, to: &file) }
      }
      writer.finish()
    }
  }

  /// Brings `trainer` to where the run was when it was written.
  /// - Throws: `TrainingError` for a state of other settings, or of another model.
  package static func read(into trainer: Trainer, settings: JSONObject, from directory: String) throws {
    let path = path(in: directory)
    let file = try SafetensorsFile(path: path)
    guard file.metadata("format") == format else {
      throw TrainingError.stateUnusable(path: path, why: "it is no training state of this version")
    }
    try compare(settings, with: file.metadata("settings"), path: path)
    let (names, shapes) = (trainer.trainable.names, trainer.trainable.tensors.map { ($0.rows, $0.columns) })
    var read: [[Matrix]] = []
    for part in parts {
      var matrices: [Matrix] = []
      for (name, shape) in zip(names, shapes) {
        guard let tensor = file["\(part).\(name)"], tensor.shape == [shape.0, shape.1], tensor.dtype == .f32 else {
          throw TrainingError.stateUnusable(path: path, why: "tensor \(part).\(name) does not fit the model")
        }
        matrices.append(try file.matrix(tensor, rows: shape.0, columns: shape.1))
      }
      read.append(matrices)
    }
    guard let log = file["log"], log.shape.count == 2, log.shape[1] == LossLog.width,
      let reference = file["reference"], reference.shape.count == 1
    else { throw TrainingError.stateUnusable(path: path, why: "it is not complete") }
    trainer.log = LossLog(words: try file.integers(log))
    trainer.reference = try file.integers(reference).map { Double(bits: $0) }
    trainer.optimizer.first = read[1]
    trainer.optimizer.second = read[2]
    trainer.trainable.change(workers: trainer.workers) { $0 = read[0] }
  }

  /// Settings that differ, each as "name: now …, then …".
  private static func compare(_ settings: JSONObject, with text: String?, path: String) throws {
    guard let text, let then = try? JSON(parsing: Array(text.utf8)) else {
      throw TrainingError.stateUnusable(path: path, why: "it does not say with which settings it was made")
    }
    let differences = settings.members.compactMap { member -> String? in
      let before = then[member.key]?.serialized() ?? "none"
      let now = member.value.serialized()
      return before == now ? nil : "\(member.key): now \(now), then \(before)"
    }
    if !differences.isEmpty { throw TrainingError.otherSettings(path: path, differences: differences) }
  }
}
