extension Array<Double> {
  /// The value that would stand at `rank` were the array sorted; puts it there, smaller ones before it and greater ones
  /// behind (Hoare 1961). Cost: a few passes on average, whatever the order. Values must be finite.
  package mutating func select(rank: Int) -> Double {
    precondition(indices.contains(rank))
    unsafe withUnsafeMutableBufferPointer { values in
      var (low, high) = (0, values.count - 1)
      while low < high {
        let middle = low + (high - low) / 2
        let pivot = unsafe Self.median(values[low], values[middle], values[high])
        var (i, j) = (low, high)
        while i <= j {
          while unsafe values[i] < pivot { i += 1 }
          while unsafe values[j] > pivot { j -= 1 }
          if i <= j {
            unsafe values.swapAt(i, j)
            i += 1
            j -= 1
          }
        }
        if rank <= j { high = j } else if rank >= i { low = i } else { break }
      }
    }
    return self[rank]
  }

  private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
    Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
  }
}
