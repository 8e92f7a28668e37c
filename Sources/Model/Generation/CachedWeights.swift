import MindstateNumerics

/// The weights of a model in f32, widened once where they fit: a decoding step is too small to pay for it each time.
struct CachedWeights: Sendable {
  private let reader: WeightReader
  /// nil where every step reads them anew.
  private let layers: [LayerWeights]?
  let finalNorm: NormWeights
  let head: Linear

  /// - Parameter keepsLayers: nil keeps them where they take at most half of the machine's memory.
  init(_ reader: WeightReader, workers: Workers, keepsLayers: Bool? = nil) throws(CheckpointError) {
    try reader.checkOuter(workers)
    self.reader = reader
    finalNorm = try reader.finalNorm()
    head = try reader.head()
    guard keepsLayers ?? Self.fit(reader.source.spec) else {
      layers = nil
      return
    }
    var layers: [LayerWeights] = []
    for layer in 0..<reader.source.spec.layers { layers.append(try reader.layer(layer)) }
    self.layers = layers
  }

  func layer(_ index: Int) throws(CheckpointError) -> LayerWeights {
    if let layers { layers[index] } else { try reader.layer(index) }
  }

  private static func fit(_ spec: TransformerSpec) -> Bool {
    guard let memory = System.physicalMemory else { return true }
    let numbers = spec.layerTensors.reduce(0) { $0 + $1.shape.reduce(1, *) }
    return numbers * spec.layers <= memory / 2 / MemoryLayout<Float>.stride
  }
}
