/// What a capture on disk has at one position, without the states.
public struct StoredReading: Sendable {
  public let position: String
  /// In the order of the file.
  public let sites: [StoredSite]
  /// The token each row was read at or, where rows are means, the tokens averaged over; nil where not recorded.
  public let tokenIDs: [Int]?
  /// The place of each of these tokens in what was fed, from 0; nil where not recorded.
  public let tokenPositions: [Int]?
  /// Prompt p has the tokens `offsets[p]..<offsets[p + 1]`; nil where each prompt has one.
  public let offsets: [Int]?

  /// How rows and tokens belong to prompts.
  public var rowsPerPrompt: RowsPerPrompt { RowsPerPrompt(position: position) }

  /// The rows of the states that belong to the prompt at `index`.
  public func rows(ofPrompt index: Int) -> Range<Int> {
    guard rowsPerPrompt == .tokens, let offsets else { return index..<index + 1 }
    return offsets[index]..<offsets[index + 1]
  }

  /// The index of the prompt that a row of the states belongs to.
  public func prompt(ofRow row: Int) -> Int {
    guard rowsPerPrompt == .tokens, let offsets else { return row }
    // Prompts without tokens share their offset with the next, so it is the last that begins at or before the row.
    return (offsets.dropLast().lastIndex { $0 <= row }) ?? 0
  }
}

/// One site of a capture on disk.
public struct StoredSite: Sendable {
  public let site: String
  /// Which layers, in the order of the file.
  public let layers: [Int]
  /// The length of one state.
  public let width: Int
  /// Prompts, or tokens where rows are tokens.
  public let rows: Int
  /// As stored; F16 and BF16 are widened when read.
  public let dtype: DType

  let tensor: TensorInfo

  /// - Parameter rows: how many the position has.
  init(_ tensor: TensorInfo, site: String, rows: Int, layers: SiteLayers) throws(CaptureError.Problem) {
    guard tensor.dtype.floatFormat != nil || tensor.dtype == .f64 else {
      throw .notFloats(tensor: tensor.name, tensor.dtype)
    }
    guard tensor.shape.count == 3, tensor.shape[1] > 0, tensor.shape[2] > 0 else {
      throw .badShape(tensor: tensor.name, shape: tensor.shape, expected: "[rows, layers, d]")
    }
    guard tensor.shape[0] == rows else { throw .rowCount(tensor: tensor.name, rows: tensor.shape[0], expected: rows) }
    self.layers = layers.layers(of: site, count: tensor.shape[1])
    guard self.layers.count == tensor.shape[1] else {
      throw .layerCount(tensor: tensor.name, count: tensor.shape[1], layers: self.layers)
    }
    self.site = site
    self.rows = rows
    self.tensor = tensor
    width = tensor.shape[2]
    dtype = tensor.dtype
  }
}

extension StoredReading {
  /// The readings of a capture, every tensor assigned to one.
  static func all(in file: SafetensorsFile, _ metadata: CaptureMetadata) throws(CaptureError.Problem) -> [StoredReading]
  {
    let positions = metadata.positions
    var tensors: [(name: CaptureTensor, info: TensorInfo)] = []
    var seen: Set<UTF8Key> = []
    for info in file.tensors {
      guard let name = CaptureTensor(name: info.name, positions: positions) else {
        throw .unknownTensor(name: info.name, positions: positions)
      }
      // With one position `resid` and `resid@last` are the same.
      guard seen.insert(UTF8Key(name.name(amongPositions: 2))).inserted else {
        throw .unreadable(SafetensorsError(path: file.path, .duplicateName(info.name)))
      }
      tensors.append((name, info))
    }
    var readings: [StoredReading] = []
    for position in positions {
      let own = tensors.filter { $0.name.position == position }
      readings.append(try StoredReading(position, own, in: file, metadata))
    }
    return readings
  }

  private init(
    _ position: String, _ tensors: [(name: CaptureTensor, info: TensorInfo)], in file: SafetensorsFile,
    _ metadata: CaptureMetadata
  ) throws(CaptureError.Problem) {
    func values(_ kind: CaptureTensor.Tokens) throws(CaptureError.Problem) -> [Int]? {
      guard let info = tensors.first(where: { $0.name.tokens == kind })?.info else { return nil }
      guard info.shape.count == 1 else {
        throw .badShape(tensor: info.name, shape: info.shape, expected: "of one dimension")
      }
      do { return try file.integers(info) } catch { throw .unreadable(error) }
    }
    let tokens = ReadingTokens(
      position: position, ids: try values(.token_ids), positions: try values(.token_positions),
      offsets: try values(.offsets))
    try tokens.check(prompts: metadata.prompts.count)
    let rows = tokens.stateRows(prompts: metadata.prompts.count)
    var sites: [StoredSite] = []
    for (name, info) in tensors where name.tokens == nil {
      sites.append(try StoredSite(info, site: name.base, rows: rows, layers: metadata.layers))
    }
    if sites.isEmpty { throw .noStates(position: position) }
    self.position = position
    self.sites = sites
    tokenIDs = tokens.ids
    tokenPositions = tokens.positions
    offsets = tokens.offsets
  }
}
