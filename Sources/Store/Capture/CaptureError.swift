/// Why a file is refused as a capture, a capture refused for writing, or states that it does not have.
public struct CaptureError: Error, Equatable, Sendable {
  public enum Problem: Error, Equatable, Sendable {
    case unreadable(SafetensorsError)
    // Metadata.
    case notACapture
    case unknownFormat(String)
    case metadataMissing(key: String)
    case metadataNotJSON(key: String, JSONError)
    case malformedMetadata(key: String, expected: String)
    case metadataCount(key: String, count: Int, prompts: Int)
    case noPrompts
    case duplicatePrompt(id: String)
    case badName(String, of: String)
    case duplicatePosition(String)
    // Tensors.
    case unknownTensor(name: String, positions: [String])
    case noStates(position: String)
    case badShape(tensor: String, shape: [Int], expected: String)
    case notFloats(tensor: String, DType)
    case rowCount(tensor: String, rows: Int, expected: Int)
    case layerCount(tensor: String, count: Int, layers: [Int])
    case differingLayers(site: String)
    case offsetsMissing(position: String)
    case offsetCount(position: String, count: Int, prompts: Int)
    case badOffset(position: String, index: Int, value: Int, expected: String)
    case tokenCount(tensor: String, position: String, count: Int, expected: Int)
    case notFinite(site: String, position: String, layer: Int, prompt: String)
    // Requests.
    case noSuchPosition(String, available: [String])
    case noSuchSite(String, position: String, available: [String])
    case noSuchLayerIndex(Int, site: String, layers: [Int])
  }

  public let path: String
  public let problem: Problem

  public init(path: String, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }
}

extension CaptureError: CustomStringConvertible {
  public var description: String {
    if case .unreadable(let error) = problem { return error.description }
    return "\(path): \(message)"
  }

  private var message: String {
    switch problem {
    case .unreadable(let error):
      error.description
    case .notACapture:
      "has no metadata \"format\", so it is no capture. "
        + "Name a file that mindstate capture wrote, or set it to \"\(CaptureMetadata.format)\"."
    case .unknownFormat(let format):
      "has the format \(quoted(format)), this version reads \"\(CaptureMetadata.format)\". "
        + "Capture again or take the version that wrote it."
    case .metadataMissing(let key):
      "its metadata lack \(quoted(key)). Write the file with it."
    case .metadataNotJSON(let key, let error):
      "metadata \(quoted(key)) are not JSON: \(error). Write them with a JSON library."
    case .malformedMetadata(let key, let expected):
      "metadata \(quoted(key)) must be \(expected). Write the file so."
    case .metadataCount(let key, let count, let prompts):
      "metadata \(quoted(key)) have \(count) values for \(prompts) prompts. "
        + "Give one per prompt, null where there is none."
    case .noPrompts:
      "has no prompts. Capture at least one."
    case .duplicatePrompt(let id):
      "has the prompt id \(quoted(id)) twice. Give every prompt an id of its own."
    case .badName(let name, let of):
      "\(quoted(name)) cannot be the name of a \(of): it is empty, reserved, or has ',' or '@' in it. Choose another."
    case .duplicatePosition(let position):
      "has the position \(quoted(position)) twice. Name each once."
    case .unknownTensor(let name, let positions):
      "tensor \(quoted(name)) belongs to none of the positions \(list(positions)). "
        + "Name it SITE or SITE@POSITION, or list its position."
    case .noStates(let position):
      "has no states at the position \(quoted(position)). Add the tensor of a site or remove the position."
    case .badShape(let tensor, let shape, let expected):
      "tensor \(quoted(tensor)) has the shape \(shape), it must be \(expected). Reshape it."
    case .notFloats(let tensor, let dtype):
      "tensor \(quoted(tensor)) is \(dtype.rawValue), states are F32, F16, BF16 or F64. Convert it."
    case .rowCount(let tensor, let rows, let expected):
      "tensor \(quoted(tensor)) has \(rows) rows, prompts or offsets say \(expected). "
        + "Write all of them from the same prompts."
    case .layerCount(let tensor, let count, let layers):
      "tensor \(quoted(tensor)) has \(count) layers, the metadata list \(layers). List its own under \"layers@SITE\"."
    case .differingLayers(let site):
      "the site \(quoted(site)) has other layers at one position than at another. Capture the same ones at both."
    case .offsetsMissing(let position):
      "has no \"offsets\" for the position \(quoted(position)), where a prompt has several tokens. "
        + "Add them (I64, prompts + 1)."
    case .offsetCount(let position, let count, let prompts):
      "\"offsets\" of \(quoted(position)) has \(count) values for \(prompts) prompts, it must have \(prompts + 1). "
        + "Write it anew."
    case .badOffset(let position, let index, let value, let expected):
      "\"offsets\" of \(quoted(position)) has \(value) at index \(index), it must be \(expected). Write it anew."
    case .tokenCount(let tensor, let position, let count, let expected):
      "\(quoted(tensor)) of \(quoted(position)) has \(count) values, prompts or offsets say \(expected). "
        + "Write it anew or leave it out."
    case .notFinite(let site, let position, let layer, let prompt):
      "\(site) layer \(layer) at \(position) is NaN or infinite for the prompt \(quoted(prompt)). "
        + "Check the checkpoint's weights, or capture again in f32."
    case .noSuchPosition(let position, let available):
      "has no position \(quoted(position)), only \(list(available)). Name one of these or capture it."
    case .noSuchSite(let site, let position, let available):
      "has no site \(quoted(site)) at \(quoted(position)), only \(list(available)). Name one of these or capture it."
    case .noSuchLayerIndex(let index, let site, let layers):
      "\(site) has the layers \(layers), so no layer index \(index). Name an index below \(layers.count)."
    }
  }

  private func quoted(_ name: String) -> String { JSON.string(name).serialized() }
  private func list(_ names: [String]) -> String { names.map(quoted).joined(separator: ", ") }
}
