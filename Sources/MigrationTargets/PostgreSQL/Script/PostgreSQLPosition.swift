import MigrationPhases

extension ScriptStatement {
  /// The statement as it is named in an error about its `position`th character, from 1.
  func at(position: Int?) -> ScriptStatement {
    guard let position, position > 1 else { return self }
    var place = self
    for character in sql.unicodeScalars.prefix(position - 1) {
      if character == "\n" {
        place.line += 1
        place.column = 1
      } else {
        place.column += 1
      }
    }
    return place
  }
}
