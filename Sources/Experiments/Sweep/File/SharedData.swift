import MindstateModel
import MindstateStore

/// The data that come with mindstate, as files name them: `lab/models/base`.
enum SharedData {
  /// Where `path` is among them; nil where it is not, or where there are none.
  static func path(_ path: String) -> String? {
    guard !path.hasPrefix("/"), let data = try? DataDirectory.locate() else { return nil }
    let place = "\(data)/\(path)"
    return FileSystem.kind(of: place) == nil ? nil : place
  }

  /// Says which of `files` are of these, unless the file that names them, in `base`, is one of them itself.
  static func notice(of files: [String], _ base: String) -> String? {
    guard let data = try? DataDirectory.locate(), !"\(base)/".hasPrefix("\(data)/") else { return nil }
    let shared = files.filter { $0.hasPrefix("\(data)/") && ($0.hasPrefix("/") || base == ".") }
    guard let first = shared.first else { return nil }
    let more = Set(shared).count - 1
    return "\(first)\(more > 0 ? " and \(more) more paths are" : " is") of the data that come with mindstate"
  }
}
