public import ArgumentParser
import MindstateExperiments
public import MindstateModel
public import MindstateNumerics
import MindstateReport
import MindstateStore

struct OutputOptions: ParsableArguments {
  @Flag(help: "Say nothing but errors.")
  var quiet = false

  @Flag(help: "Print the summary as JSON.")
  var json = false

  /// Prints what came of a command as was asked for.
  func print(json summary: JSON, words: String) throws {
    if json { return try StandardOutput.write(summary.serialized() + "\n") }
    if !quiet { try StandardOutput.say(words) }
  }
}

/// How tables are written.
struct TableOptions: ParsableArguments {
  @Flag(
    name: .customLong("plain-csv"),
    help: "Names that begin with = + - @ without the apostrophe that keeps spreadsheets from computing them.")
  var isPlain = false

  var texts: CSVTexts { isPlain ? .plain : .guarded }
}

struct ThreadOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Threads; all processors that the process may use by default.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1, not \(threads)") }
  }
}

extension FedPrompt.Alignment: ExpressibleByArgument {}
extension FloatFormat: ExpressibleByArgument {
  public init?(argument: String) {
    guard let format = FloatFormat.allCases.first(where: { "\($0)" == argument }) else { return nil }
    self = format
  }
  public var defaultValueDescription: String { "\(self)" }
  public static var allValueStrings: [String] { allCases.map { "\($0)" } }
}

/// Reads comma-separated values with one parser, the error naming the value that is none.
enum List {
  static func sites(_ text: String) throws -> [Site] { try values(text, what: "site") }

  /// Values of a closed set, by their spelling.
  static func values<T: RawRepresentable<String> & CaseIterable>(_ text: String, what: String) throws -> [T] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let value = T(rawValue: String(part)) else {
        let known = T.allCases.map(\.rawValue)
        let nearest = suggestion(for: String(part), in: known)
        throw ValidationError(
          "\"\(part)\" is no \(what)\(nearest.isEmpty ? "; there are \(known.joined(separator: ", "))" : nearest)")
      }
      return value
    }
  }

  /// Names, `\,` being a comma of one.
  static func names(_ text: String) -> [String] { NameList.parts(of: text) }

  static func positions(_ text: String) throws -> [Position] {
    do { return try Position.list(parsing: text) } catch { throw ValidationError(error.description) }
  }

  static func layers(_ text: String) throws -> LayerSelection {
    do { return try LayerSelection(parsing: text) } catch { throw ValidationError(error.description) }
  }
}
