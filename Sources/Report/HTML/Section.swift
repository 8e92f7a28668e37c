/// A part of the report under one headline.
struct Section: Sendable {
  var id: String
  var title: String
  var blocks: [Block] = []

  init(_ id: String, _ title: String) {
    self.id = id
    self.title = title
  }
}

/// What a section is made of. All texts are plain; the templates escape them.
enum Block: Sendable {
  case paragraph(String)
  /// Small and quiet: how to read what stands above.
  case note(String)
  case warning(String)
  case list([String])
  case heading(String)
  case table(Table)
  case figures([Figure])
  case answer(Answer)
  /// Texts from models and prompts.
  case quotes([Quote])
  /// Folded away until asked for.
  case folded(String, [Block])

  struct Table: Sendable {
    var caption: String
    var columns: [Column]
    var rows: [[String]]

    struct Column: Sendable {
      var title: String
      var isNumber = false

      static func text(_ title: String) -> Column { Column(title: title) }
      static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }
  }

  /// The answer for one pair.
  struct Answer: Sendable {
    var title: String
    var places: [Place]

    struct Place: Sendable {
      var title: String
      var layers: [(layer: Int, verdict: String)] = []
      var lines: [(term: String, text: String)] = []
    }
  }

  struct Quote: Sendable {
    var source: String
    var text: String
    var note: String = ""
  }
}

/// A plot with what it was drawn from.
struct Figure: Sendable {
  /// Without ending: the picture becomes `plots/NAME.svg`, its numbers `plots/NAME.csv`.
  var name: String
  var plot: any Plot
  var caption: String
  /// The table of the run from which the numbers are.
  var table: TableFile
  var data: PlotData
}

/// The numbers of a plot as a table of their own.
struct PlotData: Sendable {
  var columns: [String]
  var rows: [[CSVField]] = []

  init(_ columns: [String]) { self.columns = columns }

  mutating func append(_ row: [CSVField]) { rows.append(row) }

  var csv: [UInt8] {
    var writer = CSVWriter(columns: columns)
    for row in rows where row.count == columns.count { writer.append(row) }
    return writer.bytes
  }
}
