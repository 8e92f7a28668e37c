public import MindstateNumerics

extension Capture {
  /// Writes the capture to `path`, whole or not at all; equal captures give equal bytes.
  ///
  /// - Parameter format: how states are stored: `.f32` as they are, half the size with `.bf16` (8 bits of precision) or
  ///   `.f16` (11 bits, up to 65504).
  /// - Throws: `CaptureError` for what a reader would refuse, NaN and infinities included, before anything is written;
  ///   `SafetensorsError` for a value beyond the range of F16; `FileError` from the system.
  public func write(to path: String, format: FloatFormat = .f32) throws {
    do throws(CaptureError.Problem) { try check() } catch { throw CaptureError(path: path, error) }
    let tensors = tensors(format)
    let metadata = CaptureMetadata(
      condition: condition, wrapper: wrapper, model: model, tool: tool, prompts: prompts,
      positions: readings.map(\.position), layers: SiteLayers(siteLayers))
    var writer = try SafetensorsWriter(path: path, tensors: tensors.map(\.declaration), metadata: metadata.pairs)
    let contents = Dictionary(
      tensors.map { (UTF8Key($0.declaration.name), $0.content) }, uniquingKeysWith: { first, _ in first })
    try AtomicFile.write(to: path) { file in
      try writer.writeHeader(to: &file)
      for tensor in writer.tensors {
        switch contents[UTF8Key(tensor.name)] {
        case .states(let matrix): try writer.append(matrix, to: &file)
        case .integers(let values): try writer.append(values, to: &file)
        case nil: continue
        }
      }
      writer.finish()
    }
  }

  private enum Content {
    case states(Matrix)
    case integers([Int])
  }

  private func tensors(_ format: FloatFormat) -> [(declaration: SafetensorsWriter.Declaration, content: Content)] {
    var tensors: [(declaration: SafetensorsWriter.Declaration, content: Content)] = []
    for reading in readings {
      func name(_ base: String) -> String {
        CaptureTensor(base: base, position: reading.position).name(amongPositions: readings.count)
      }
      for site in reading.sites {
        let shape = [site.states.rows, site.layers.count, site.width]
        tensors.append((.init(name(site.site), DType(format), shape), .states(site.states)))
      }
      let integers: [(CaptureTensor.Tokens, [Int]?)] = [
        (.token_ids, reading.tokenIDs), (.token_positions, reading.tokenPositions), (.offsets, reading.offsets),
      ]
      for (kind, values) in integers {
        guard let values else { continue }
        tensors.append((.init(name(kind.rawValue), .i64, [values.count]), .integers(values)))
      }
    }
    return tensors
  }

  /// Each site once, in the order of the capture.
  private var siteLayers: [(site: String, layers: [Int])] {
    var seen: Set<UTF8Key> = []
    return readings.flatMap(\.sites).filter { seen.insert(UTF8Key($0.site)).inserted }.map { ($0.site, $0.layers) }
  }
}

extension Capture {
  /// Throws what a reader would of the file that this capture makes.
  private func check() throws(CaptureError.Problem) {
    try CaptureMetadata.check(prompts)
    if readings.isEmpty { throw .metadataMissing(key: CaptureMetadata.Key.position.rawValue) }
    try checkNames()
    for reading in readings {
      if reading.sites.isEmpty { throw .noStates(position: reading.position) }
      let tokens = ReadingTokens(
        position: reading.position, ids: reading.tokenIDs, positions: reading.tokenPositions, offsets: reading.offsets)
      try tokens.check(prompts: prompts.count)
      for site in reading.sites { try check(site, in: reading, rows: tokens.stateRows(prompts: prompts.count)) }
    }
  }

  private func checkNames() throws(CaptureError.Problem) {
    var positions: Set<UTF8Key> = []
    for reading in readings {
      let position = reading.position
      if position.isEmpty || position.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "@") }) {
        throw .badName(position, of: "position")
      }
      if !positions.insert(UTF8Key(position)).inserted { throw .duplicatePosition(position) }
      for site in reading.sites {
        let name = site.site
        if name.isEmpty || name.utf8.contains(UInt8(ascii: "@")) || CaptureTensor.Tokens(rawValue: name) != nil {
          throw .badName(name, of: "site")
        }
      }
    }
  }

  private func check(_ site: SiteStates, in reading: Reading, rows: Int) throws(CaptureError.Problem) {
    let states = site.states
    guard states.rows == rows else { throw .rowCount(tensor: site.site, rows: states.rows, expected: rows) }
    guard !site.layers.isEmpty, states.columns > 0, states.columns % site.layers.count == 0 else {
      throw .layerCount(tensor: site.site, count: states.columns, layers: site.layers)
    }
    try SiteLayers.check(site.layers, key: "layers of \(site.site)")
    for other in siteLayers where UTF8Key(other.site) == UTF8Key(site.site) && other.layers != site.layers {
      throw .differingLayers(site: site.site)
    }
    guard let row = states.firstNonFiniteRow else { return }
    let column = states.row(row).firstIndex { !$0.isFinite } ?? 0
    let prompt =
      RowsPerPrompt(position: reading.position) == .tokens
      ? (reading.offsets?.dropLast().lastIndex { $0 <= row } ?? 0) : row
    throw .notFinite(
      site: site.site, position: reading.position, layer: site.layers[column / site.width], prompt: prompts[prompt].id)
  }
}
