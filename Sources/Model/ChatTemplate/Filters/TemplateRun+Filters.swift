/// Filters: which function does what.
extension TemplateRun {
  func apply(
    _ filter: TemplateFilter, to value: PyValue, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    try charge()
    switch filter {
    case .map, .select, .reject, .selectattr, .rejectattr, .groupby, .sort, .dictsort, .unique, .min, .max, .sum:
      return try applyToEach(filter, value, arguments)
    case .batch, .slice, .first, .last, .join, .list, .reverse, .items, .count, .length:
      return try applyToItems(filter, value, arguments)
    case .abs, .int, .float, .round: return try applyToNumber(filter, value, arguments)
    case .default, .d:
      let bound = try bind(arguments, to: filter.rawValue, ["default_value", "boolean"])
      let isMissing = value.isUndefined || bound[1]?.isTrue == true && !value.isTrue
      return isMissing ? bound[0] ?? .text("") : value
    case .attr: return try attr(value, arguments)
    case .tojson: return try toJSON(value, arguments)
    case .safe, .escape, .e, .forceescape: return try markup(filter, value, arguments)
    default: return try applyToText(filter, value, arguments)
    }
  }

  private func attr(_ value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    let bound = try bind(arguments, to: "attr", ["name"], required: 1)
    guard let name = bound[0]?.text?.text else { throw fail("the name of an attribute must be a string") }
    // Unlike the dot, this filter never looks for an item.
    if case .dictionary(let dictionary) = value, dictionary[name] != nil, !PyMembers.dictionary.methods.contains(name),
      !PyMembers.dictionary.mutating.contains(name)
    {
      return .undefined(PyUndefined(message: "\(value.shown) has no attribute '\(name)'"))
    }
    return try attribute(name, of: value)
  }

  private func markup(
    _ filter: TemplateFilter, _ value: PyValue, _ arguments: PyArguments
  ) throws(TemplateFailure) -> PyValue {
    guard arguments.isEmpty else { throw fail("\(filter.rawValue) takes no arguments") }
    let text = try str(value)
    if filter == .safe { return .markup(text) }
    // Escaping twice does nothing, unless asked for by force.
    let result = escaped(filter == .forceescape ? .string(text) : value.text == nil ? .string(text) : value)
    try checkTextSize(result.byteCount)
    return .markup(result)
  }

  /// The text with the special characters of HTML escaped, unless it is `Markup` already.
  func escaped(_ value: PyValue) -> TemplateText {
    if case .markup(let text) = value { return text }
    return (value.text ?? TemplateText()).mapped { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&#34;"
      case "'": "&#39;"
      default: String(scalar)
      }
    }
  }

  /// A filter by its name, as `map` is given it.
  func apply(named name: PyValue, to value: PyValue, _ arguments: PyArguments) throws(TemplateFailure) -> PyValue {
    guard let text = name.text?.text, let filter = TemplateFilter(rawValue: text) else {
      throw unsupported("the filter \(try repr(name).text)", instead: TemplateFilter.insteadOf(name.text?.text ?? ""))
    }
    return try apply(filter, to: value, arguments)
  }
}
