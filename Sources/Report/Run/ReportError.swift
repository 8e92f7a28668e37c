public import MindstateStore

/// Why a report cannot be made from a run directory.
public enum ReportError: Error, Sendable {
  /// No manifest.json: not a run directory, or one that is not finished.
  case noManifest(directory: String)
  case manifest(file: String, JSONError)
  case format(file: String, found: String, expected: String)
  case member(file: String, name: String, expected: String)
  case table(file: String, CSVError)
  case missingColumn(file: String, column: String)
  case file(FileError)
  /// A template of this program cannot be parsed.
  case template(name: String, String)
}

extension ReportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noManifest(let directory):
      "\(directory) has no manifest.json, so it is no finished run; give the directory that `mindstate sweep` wrote, "
        + "or start the sweep again to finish it"
    case .manifest(let file, let error): "\(file): \(error); start the sweep again to write it anew"
    case .format(let file, let found, let expected):
      "\(file): format is \"\(found)\", this program reads \"\(expected)\"; run the sweep with this version"
    case .member(let file, let name, let expected):
      "\(file): \(name) must be \(expected); start the sweep again to write it anew"
    case .table(let file, let error): "\(file): \(error); delete it and start the sweep again"
    case .missingColumn(let file, let column):
      "\(file) has no column \(column); delete it and start the sweep again to write it anew"
    case .file(let error): "\(error)"
    case .template(let name, let words): "template \(name): \(words); this is a mistake of this program"
    }
  }
}
