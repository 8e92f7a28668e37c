public import MindstateNumerics

/// A capture on disk: everything but the states is read and checked at once, states when they are asked for, one layer
/// of one site at a time.
public struct StateStore: Sendable {
  /// The path as it was given.
  public let path: String
  public let condition: String
  public let wrapper: String
  public let model: String
  public let tool: String
  /// In the order of the rows.
  public let prompts: [CapturedPrompt]
  /// One per position, in the order of the metadata.
  public let readings: [StoredReading]

  private let file: SafetensorsFile

  /// Opens the capture at `path`.
  ///
  /// - Throws: at whatever contradicts the format that `Capture` describes. NaN and infinities are found by `states`.
  public init(path: String) throws(CaptureError) {
    do { file = try SafetensorsFile(path: path) } catch { throw CaptureError(path: path, .unreadable(error)) }
    do throws(CaptureError.Problem) {
      let metadata = try CaptureMetadata(file)
      readings = try StoredReading.all(in: file, metadata)
      self.path = path
      condition = metadata.condition
      wrapper = metadata.wrapper
      model = metadata.model
      tool = metadata.tool
      prompts = metadata.prompts
    } catch { throw CaptureError(path: path, error) }
  }

  /// The names of the positions.
  public var positions: [String] { readings.map(\.position) }

  /// What was read at `position`.
  public func reading(position: String) throws(CaptureError) -> StoredReading {
    guard let reading = readings.first(where: { UTF8Key($0.position) == UTF8Key(position) }) else {
      throw CaptureError(path: path, .noSuchPosition(position, available: positions))
    }
    return reading
  }

  /// What `site` has at `position`.
  public func site(_ site: String, position: String) throws(CaptureError) -> StoredSite {
    let sites = try reading(position: position).sites
    guard let stored = sites.first(where: { UTF8Key($0.site) == UTF8Key(site) }) else {
      throw CaptureError(path: path, .noSuchSite(site, position: position, available: sites.map(\.site)))
    }
    return stored
  }

  /// The states of one layer, rows × d, contiguous and copied from the map.
  ///
  /// - Parameter layerIndex: an index into the site's `layers`, not a layer.
  /// - Throws: also when a state is NaN or infinite, with the prompt it belongs to.
  public func states(site: String, position: String, layerIndex: Int) throws(CaptureError) -> Matrix {
    let stored = try self.site(site, position: position)
    guard stored.layers.indices.contains(layerIndex) else {
      throw CaptureError(path: path, .noSuchLayerIndex(layerIndex, site: site, layers: stored.layers))
    }
    let states = try copied(stored, columns: stored.width, start: layerIndex * stored.width)
    if let row = states.firstNonFiniteRow {
      let prompt = try reading(position: position).prompt(ofRow: row)
      throw CaptureError(
        path: path,
        .notFinite(site: site, position: position, layer: stored.layers[layerIndex], prompt: prompts[prompt].id))
    }
    return states
  }

  /// Everything in memory. States are not looked at; f32 stays in the map.
  public func capture() throws(CaptureError) -> Capture {
    var capture = Capture(
      condition: condition, wrapper: wrapper, model: model, tool: tool, prompts: prompts, readings: [])
    for stored in readings {
      var reading = Reading(
        position: stored.position, sites: [], tokenIDs: stored.tokenIDs, tokenPositions: stored.tokenPositions,
        offsets: stored.offsets)
      for site in stored.sites {
        do {
          let states = try file.matrix(site.tensor, rows: site.rows, columns: site.layers.count * site.width)
          reading.sites.append(SiteStates(site: site.site, layers: site.layers, states: states))
        } catch { throw CaptureError(path: path, .unreadable(error)) }
      }
      capture.readings.append(reading)
    }
    return capture
  }

  private func copied(_ site: StoredSite, columns: Int, start: Int) throws(CaptureError) -> Matrix {
    do {
      return try file.copied(
        site.tensor, rows: site.rows, columns: columns, start: start, stride: site.layers.count * site.width)
    } catch { throw CaptureError(path: path, .unreadable(error)) }
  }
}

extension Capture {
  /// The capture at `path`, as `StateStore` opens and checks it, with all states.
  public init(path: String) throws(CaptureError) { self = try StateStore(path: path).capture() }
}
