import MigrationControl

/// JSON for reading: a member a line, indented by two blanks.
enum IndentedJSON {
  /// With a line break at the end.
  static func text(_ value: JSONValue) -> String { lines(value, "") + "\n" }

  private static func lines(_ value: JSONValue, _ margin: String) -> String {
    let inner = margin + "  "
    switch value {
    case .array(let elements) where !elements.isEmpty:
      let all = elements.map { inner + lines($0, inner) }
      return "[\n" + all.joined(separator: ",\n") + "\n\(margin)]"
    case .object(let object) where !object.isEmpty:
      let all = object.members.map { inner + JSONValue.string($0.name).description + ": " + lines($0.value, inner) }
      return "{\n" + all.joined(separator: ",\n") + "\n\(margin)}"
    case .null, .bool, .integer, .number, .string, .array, .object: return value.description
    }
  }
}
