/// The filters of jinja2 that are supported here.
enum TemplateFilter: String, Sendable {
  case abs, attr, batch, capitalize, center, count, d, `default`, dictsort, e, escape, first, float, forceescape, format
  case groupby, indent, int, items, join, last, length, list, lower, map, max, min, reject, rejectattr, replace, reverse
  case round, safe, select, selectattr, slice, sort, string, sum, title, tojson, trim, truncate, unique, upper,
    urlencode
  case wordcount

  /// What jinja2 has and this engine has not.
  static let leftOut: Set = [
    "filesizeformat", "pprint", "random", "striptags", "urlize", "wordwrap", "xmlattr",
  ]

  /// What to do without a filter that is not supported.
  static func insteadOf(_ name: String) -> String {
    switch name {
    case "random": "a prompt must be the same in every run; choose by a variable"
    case "pprint": "use tojson"
    case _ where leftOut.contains(name): "put the finished text into the prompt"
    default: "it is no filter of jinja2 under transformers; correct the name"
    }
  }
}
