package import MindstateStore

extension AssertReport {
  /// JUnit's XML, as GitLab, Jenkins and GitHub's reporters read it: a `failure` for a claim that does not hold or is
  /// undecided, an `error` for one that could not be looked at.
  package var junit: String {
    let failures = results.count { (try? $0.outcome.get().holds) == false }
    let errors = results.count { if case .failure = $0.outcome { true } else { false } }
    let time = Self.seconds(results.reduce(0) { $0 + $1.seconds })
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites tests=\"\(results.count)\" failures=\"\(failures)\" errors=\"\(errors)\" time=\"\(time)\">\n"
    text += "  <testsuite name=\"\(XML.escaped(file))\" tests=\"\(results.count)\" failures=\"\(failures)\" "
    text += "errors=\"\(errors)\" time=\"\(time)\">\n"
    for result in results { text += testCase(result) }
    return text + "  </testsuite>\n</testsuites>\n"
  }

  private func testCase(_ result: Result) -> String {
    var name = result.title
    if let outcome = try? result.outcome.get() { name += " (\(outcome.site), \(outcome.position))" }
    let head =
      "    <testcase classname=\"mindstate\" name=\"\(XML.escaped(name))\" time=\"\(Self.seconds(result.seconds))\""
    switch result.outcome {
    case .success(let outcome) where outcome.holds: return head + "/>\n"
    case .success(let outcome):
      return head
        + ">\n      <failure type=\"\(outcome.answer.rawValue)\" message=\"\(XML.escaped(outcome.headline))\">"
        + XML.escaped(result.text) + "</failure>\n    </testcase>\n"
    case .failure(let failure):
      return head + ">\n      <error message=\"\(XML.escaped(failure.text))\"/>\n    </testcase>\n"
    }
  }

  private static func seconds(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    return "\(thousandths / 1000).\(String(thousandths % 1000 + 1000).dropFirst())"
  }
}

/// Text inside XML 1.0.
enum XML {
  /// Markup escaped, and what no XML may hold (control characters, U+FFFE, U+FFFF) replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension AssertReport {
  /// For a machine.
  package var json: JSON {
    .object(
      JSONObject([
        ("file", .string(file)), ("holds", .bool(holds)), ("assertions", .array(results.map { .object($0.json) })),
      ]))
  }
}

extension AssertReport.Result {
  fileprivate var json: JSONObject {
    var members: [(key: String, value: JSON)] = [
      ("name", .string(title)), ("answer", .string(word)), ("holds", .bool(holds)), ("seconds", .number(seconds)),
    ]
    switch outcome {
    case .failure(let failure): members.append(("error", .string(failure.text)))
    case .success(let outcome):
      members += [
        ("claim", .string(outcome.kind)), ("site", .string(outcome.site)), ("position", .string(outcome.position)),
        ("measure", .string(outcome.measure)), ("threshold", .number(outcome.threshold)),
        ("verdict", .string(outcome.verdict)),
        ("n_needed", outcome.neededPrompts.map { .integer($0) } ?? .null),
        ("layers", .array(outcome.layers.map { .object($0.json) })),
        ("notes", .array(outcome.notes.map { .string($0) })),
        ("message", outcome.holds ? .null : .string(text)),
      ]
    }
    return JSONObject(members)
  }
}

extension AssertionOutcome.Layer {
  fileprivate var json: JSONObject {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return JSONObject([
      ("layer", .integer(layer)), ("value", number(value)), ("low", number(low)), ("high", number(high)),
      ("verdict", .string(verdict)),
    ])
  }
}
