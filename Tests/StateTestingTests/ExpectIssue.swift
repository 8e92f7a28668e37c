import Testing

/// Requires exactly one issue, at this line, which has every one of `parts` and none of `absent`.
func expectIssue(
  _ parts: [String], without absent: [String] = [], sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () -> Void
) {
  let issues = Recorded()
  withKnownIssue {
    body()
  } matching: { issue in
    issues.add(issue)
  }
  #expect(issues.texts.count == 1, sourceLocation: sourceLocation)
  let text = issues.texts.first ?? ""
  for part in parts { #expect(text.contains(part), "\(part) is not in:\n\(text)", sourceLocation: sourceLocation) }
  for part in absent { #expect(!text.contains(part), "\(part) is in:\n\(text)", sourceLocation: sourceLocation) }
}

private final class Recorded: @unchecked Sendable {
  // Written only inside `withKnownIssue`, on the thread of its caller.
  var texts: [String] = []

  func add(_ issue: Issue) -> Bool {
    texts.append(issue.comments.map(\.rawValue).joined(separator: "\n"))
    return true
  }
}
