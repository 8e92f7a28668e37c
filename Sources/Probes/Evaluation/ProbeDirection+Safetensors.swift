import MindstateNumerics
import MindstateStore

extension ProbeDirection {
  public static let format = "mindstate.directions/1"

  /// Writes the directions to `path`, whole or not at all.
  ///
  /// Tensors, F32: `direction.0` of shape [layers, directions, width] and `bias.0` of shape [layers, directions] for the
  /// first, and so on. Metadata: `format`, and `directions`, a JSON array with an object for each: tensor, bias,
  /// condition, target, probe, site, position, layers, classes.
  public static func write(_ directions: [ProbeDirection], to path: String) throws {
    var shapes: [SafetensorsWriter.Declaration] = []
    for (index, direction) in directions.enumerated() {
      let (layers, rows) = (direction.layers.count, direction.directions)
      shapes.append(.init("direction.\(index)", .f32, [layers, rows, direction.weights.first?.columns ?? 0]))
      shapes.append(.init("bias.\(index)", .f32, [layers, rows]))
    }
    let entries = directions.enumerated().map { index, direction in JSON.object(direction.entry(index)) }
    var writer = try SafetensorsWriter(
      path: path, tensors: shapes,
      metadata: [("format", format), ("directions", JSON.array(entries).serialized())])
    try AtomicFile.write(to: path) { file in
      try writer.writeHeader(to: &file)
      for direction in directions {
        try writer.append(direction.matrix, to: &file)
        let biases = direction.biases.flatMap { $0.map(Float.init) }
        try writer.append(Matrix(rows: 1, columns: biases.count, biases), to: &file)
      }
      writer.finish()
    }
  }

  private func entry(_ index: Int) -> JSONObject {
    JSONObject([
      ("tensor", .string("direction.\(index)")), ("bias", .string("bias.\(index)")),
      ("condition", .string(key.condition)), ("target", .string(key.target)), ("probe", .string(key.probe.rawValue)),
      ("site", .string(key.site)), ("position", .string(key.position)),
      ("layers", .array(layers.map { .integer($0) })), ("classes", .array(classes.map { .string($0) })),
    ])
  }
}
