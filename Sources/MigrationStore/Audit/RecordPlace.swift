/// What a record is about: a migration, or one of its rollouts. In the order of their names' bytes, as SQLite sorts them.
struct RecordPlace: Comparable {
  var migration: String
  var target: String?

  static func < (left: RecordPlace, right: RecordPlace) -> Bool {
    if !left.migration.utf8.elementsEqual(right.migration.utf8) {
      return left.migration.utf8.lexicographicallyPrecedes(right.migration.utf8)
    }
    guard let other = right.target?.utf8 else { return false }
    return left.target?.utf8.lexicographicallyPrecedes(other) ?? true
  }

  /// By their bytes: two names that only look alike are two.
  static func == (left: RecordPlace, right: RecordPlace) -> Bool { !(left < right) && !(right < left) }
}
