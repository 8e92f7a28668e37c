package import MindstateNumerics
package import MindstateStore

/// The weight files of a checkpoint: one `model.safetensors`, or the shards which an index names.
package struct WeightFiles: Sendable {
  package struct Entry: Sendable {
    package let file: SafetensorsFile
    package let info: TensorInfo
  }

  package let files: [SafetensorsFile]
  private let entries: [[UInt8]: Entry]

  package subscript(name: String) -> Entry? { entries[Array(name.utf8)] }

  /// All names, in file order.
  package var names: [String] { files.flatMap { $0.tensors.map(\.name) } }

  package var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

  package init(directory: String) throws(CheckpointError) {
    let single = directory + "/model.safetensors"
    let index = directory + "/model.safetensors.index.json"
    if FileSystem.kind(of: single) != nil {
      do { files = [try SafetensorsFile(path: single)] } catch { throw .tensors(error) }
      entries = try Self.merged(files)
    } else if FileSystem.kind(of: index) != nil {
      let shards = try Self.shards(index: index, directory: directory)
      var opened: [SafetensorsFile] = []
      for shard in shards.files {
        guard FileSystem.kind(of: directory + "/" + shard) != nil else {
          throw .missingShard(path: index, shard: shard)
        }
        do { opened.append(try SafetensorsFile(path: directory + "/" + shard)) } catch { throw .tensors(error) }
      }
      files = opened
      entries = try Self.merged(opened)
      for name in shards.tensors where entries[Array(name.utf8)] == nil {
        throw .badIndex(path: index, why: "tensor \(name) is in none of the shards")
      }
    } else {
      throw .noWeights(directory: directory)
    }
  }

  private static func merged(_ files: [SafetensorsFile]) throws(CheckpointError) -> [[UInt8]: Entry] {
    var entries: [[UInt8]: Entry] = [:]
    for file in files {
      for info in file.tensors {
        if let other = entries.updateValue(Entry(file: file, info: info), forKey: Array(info.name.utf8)) {
          throw .repeatedTensor(name: info.name, first: other.file.path, second: file.path)
        }
      }
    }
    return entries
  }

  /// The shard files an index names, each once, and all its tensors. A shard must be a plain file name: an index from
  /// elsewhere is not to open files outside its directory.
  private static func shards(
    index: String, directory: String
  ) throws(CheckpointError) -> (files: [String], tensors: [String]) {
    guard let map = try Checkpoint.json(at: index)["weight_map"]?.objectValue else {
      throw .badIndex(path: index, why: "has no object weight_map")
    }
    var files: [String] = []
    var seen = Set<[UInt8]>()
    for (name, value) in map.members {
      guard let shard = value.stringValue, !shard.isEmpty else {
        throw .badIndex(path: index, why: "weight_map.\(name) is no file name")
      }
      if shard.utf8.contains(UInt8(ascii: "/")) || shard == ".." || shard.utf8.contains(0) {
        throw .shardOutside(path: index, shard: shard)
      }
      if seen.insert(Array(shard.utf8)).inserted { files.append(shard) }
    }
    if files.isEmpty { throw .badIndex(path: index, why: "weight_map is empty") }
    return (files, map.members.map(\.key))
  }
}

extension WeightFiles.Entry {
  package func require(shape: [Int]) throws(CheckpointError) {
    guard info.shape == shape else {
      throw .wrongShape(file: file.path, name: info.name, shape: info.shape, expected: shape)
    }
    guard [.f32, .f16, .bf16].contains(info.dtype) else {
      throw .wrongType(file: file.path, name: info.name, dtype: info.dtype.rawValue)
    }
  }

  /// The tensor in f32, a vector as one row: in place where it is stored so, else widened.
  package func matrix() throws(CheckpointError) -> Matrix {
    let rows = info.shape.count == 2 ? info.shape[0] : 1
    do { return try file.matrix(info, rows: rows, columns: info.shape.last ?? 1) } catch { throw .tensors(error) }
  }
}

extension WeightFiles {
  /// The digest of the configuration and of every byte of the weights: any change gives another.
  package func digest(config: String, workers: Workers) -> String {
    Digest(of: [Digest(config)] + files.map { $0.digest(workers) }).text
  }
}
