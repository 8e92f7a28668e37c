import Mustache

/// The HTML of a report as Mustache templates. Everything in double braces is escaped; triple braces hold the plots and
/// the style, which this program made.
struct Templates: Sendable {
  private let library: MustacheLibrary

  init() throws(ReportError) {
    MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
    var library = MustacheLibrary()
    for (name, text) in Self.texts {
      do { try library.register("{{% CONTENT_TYPE:\(ScalarEscaping.name)}}\n" + text, named: name) } catch {
        throw .template(name: name, "\(error)")
      }
    }
    self.library = library
  }

  func rendered(_ object: [String: Any], _ name: String) throws(ReportError) -> String {
    guard let text = library.render(object, withTemplate: name) else { throw .template(name: name, "is not there") }
    return text
  }
}

/// Escapes by Unicode scalars. The library goes by Swift's characters, to which a quote with a combining accent behind
/// it is another character than a quote: it stayed as it was and ended the attribute that it stood in.
private struct ScalarEscaping: MustacheContentType {
  static let name = "SCALARS"

  func escapeText(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      case "\r": result += "\n"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
