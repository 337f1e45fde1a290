/// Finds the word that somebody probably meant.
package enum EditDistance {
  /// The closest of `words` to `word`, where it is close enough to be a slip: a third of its letters, at least one.
  package static func nearest(to word: String, among words: [String]) -> String? {
    guard word.count <= 64 else { return nil }
    let scored = words.map { (word: $0, distance: between(word.lowercased(), $0.lowercased())) }
    guard let best = scored.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
    return best.distance <= max(1, max(word.count, best.word.count) / 3) ? best.word : nil
  }

  /// Letters to put in, take out, change, or swap with the next one (optimal string alignment,
  /// https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance).
  static func between(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let change = left[row - 1] == right[column - 1] ? 0 : 1
        var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + change)
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          best = min(best, beforeLast[column - 2] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
