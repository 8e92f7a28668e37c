import CMindstateKernels

/// Which columns each row of attention scores may see: one range a row.
package struct VisibleColumns: Sendable {
  private(set) var first: [Int] = []
  private(set) var end: [Int] = []

  /// `rows` ranges, given by `visible`; an empty one hides all.
  package init(rows: Int, _ visible: (Int) -> Range<Int>) {
    first.reserveCapacity(rows)
    end.reserveCapacity(rows)
    for row in 0..<rows {
      let range = visible(row)
      first.append(range.lowerBound)
      end.append(range.upperBound)
    }
  }

  package var rows: Int { first.count }

  func requireFit(rows: Int, columns: Int) {
    precondition(self.rows == rows, "\(self.rows) ranges for \(rows) rows")
    precondition((first.min() ?? 0) >= 0 && (end.max() ?? 0) <= columns, "a range past the columns")
  }
}

extension Matrix {
  /// In place: the softmax of each row's visible scores, 0 elsewhere; a row that sees nothing becomes 0.
  ///
  /// - Parameters:
  ///   - visible: one range of columns for each row, within the matrix.
  ///   - scale: factor before anything else.
  ///   - softCap: scaled scores become cap · tanh(score / cap); nil leaves them.
  package mutating func softmaxRows(visible: VisibleColumns, scale: Float = 1, softCap: Float? = nil) {
    precondition(softCap.map { $0 > 0 } ?? true)
    visible.requireFit(rows: rows, columns: columns)
    let x = unsafe mutableStart
    unsafe ms_softmax_rows(rows, columns, x, stride, scale, softCap ?? 0, visible.first, visible.end)
  }

  /// As above, with the range of each row given by a closure.
  package mutating func softmaxRows(scale: Float = 1, softCap: Float? = nil, visible: (Int) -> Range<Int>) {
    softmaxRows(visible: VisibleColumns(rows: rows, visible), scale: scale, softCap: softCap)
  }

  /// In place: rotates each head's first `rotaryWidth` elements by its row's angles (rotary position embedding).
  ///
  /// - Parameters:
  ///   - headWidth: columns from one head to the next.
  ///   - firstColumn: where the first head begins, so that queries and keys in one matrix can be rotated there.
  ///   - rotaryWidth: even, at most `headWidth`.
  ///   - cosines, sines: [rows, rotaryWidth / 2].
  ///   - interleaved: pairs are (2i, 2i + 1) as in GPT-J, otherwise (i, i + rotaryWidth / 2) as in Llama and NeoX.
  package mutating func rotate(
    heads: Int, headWidth: Int, rotaryWidth: Int, firstColumn: Int = 0, cosines: Matrix, sines: Matrix,
    interleaved: Bool = false
  ) {
    precondition(heads >= 0 && rotaryWidth >= 0 && rotaryWidth <= headWidth && rotaryWidth % 2 == 0)
    precondition(
      heads == 0 || (firstColumn >= 0 && firstColumn + (heads - 1) * headWidth + rotaryWidth <= columns),
      "heads past the last column")
    precondition(cosines.rows == rows && cosines.columns == rotaryWidth / 2, "an angle for each row and pair")
    cosines.requireSameShape(as: sines)
    precondition(cosines.stride == sines.stride || rows <= 1, "cosines and sines laid out alike")
    let x = unsafe mutableStart
    unsafe ms_rotary(
      rows, heads, headWidth, rotaryWidth, x + firstColumn, stride, cosines.start, sines.start, cosines.stride,
      interleaved ? 1 : 0)
  }
}
