/// Which database a target is, in words, and its bounds.
struct PostgreSQLPlace: Sendable {
  /// Such as `shop as migrated at db.example`; never with a password.
  var name: String
  var bounds: PostgreSQLBounds

  func trouble(_ limit: PostgreSQLLimit) -> PostgreSQLTrouble {
    PostgreSQLTrouble(place: name, bounds: bounds, limit: limit)
  }
}
