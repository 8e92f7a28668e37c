extension Section {
  /// For the template.
  func object() -> [String: Any] { ["id": id, "title": title, "blocks": blocks.map { $0.object() }] }
}

extension Block {
  func object() -> [String: Any] {
    switch self {
    case .paragraph(let text): ["paragraph": text]
    case .note(let text): ["note": text]
    case .warning(let text): ["warning": text]
    case .heading(let text): ["heading": text]
    case .list(let items): ["items": ["list": items] as [String: Any]]
    case .table(let table): ["table": table.object]
    case .figures(let figures): ["figures": ["list": figures.map(\.object)] as [String: Any]]
    case .answer(let answer): ["answer": answer.object]
    case .quotes(let quotes): ["quotes": ["list": quotes.map(\.object)] as [String: Any]]
    case .folded(let title, let blocks):
      ["folded": ["summary": title, "blocks": blocks.map { $0.object() }] as [String: Any]]
    }
  }
}

extension Block.Table {
  fileprivate var object: [String: Any] {
    [
      "caption": caption, "columns": columns.map { ["title": $0.title, "number": $0.isNumber] as [String: Any] },
      "rows": rows.map { row in
        [
          "cells": zip(row, columns).map { text, column in
            ["text": PlotText.cut(text, to: 300), "number": column.isNumber] as [String: Any]
          }
        ]
      },
    ]
  }
}

extension Block.Answer {
  fileprivate var object: [String: Any] { ["title": title, "places": places.map(\.object)] }
}

extension Block.Answer.Place {
  fileprivate var object: [String: Any] {
    var object: [String: Any] = [
      "title": title, "lines": lines.map { ["term": $0.term, "text": $0.text] },
    ]
    if !layers.isEmpty {
      object["strip"] = ["list": layers.map { ["layer": "\($0.layer)", "verdict": $0.verdict] }]
    }
    return object
  }
}

extension Block.Quote {
  fileprivate var object: [String: Any] {
    var object: [String: Any] = ["source": PlotText.cut(source, to: 120), "text": text]
    if !note.isEmpty { object["note"] = note }
    return object
  }
}

extension Figure {
  var csvPath: String { "plots/\(name).csv" }
  var svgPath: String { "plots/\(name).svg" }

  fileprivate var object: [String: Any] {
    [
      "title": PlotText.cut(plot.title, to: 200), "svg": plot.inline, "caption": caption, "csv": csvPath,
      "picture": svgPath, "table": table.file,
      "wide": plot.size.width > 560,
      // Text of 13 units must not become smaller than 9 pixels; a larger picture is scrolled within its frame.
      "least": SVG.number((plot.size.width * 0.7).rounded()), "most": SVG.number((plot.size.width * 1.25).rounded()),
    ]
  }
}
