/// A table, a function or another thing by its name, with its schema where it was given. The parser has folded it.
struct PostgreSQLName: Sendable, Hashable {
  /// nil where the search path decides.
  var schema: String?
  var name: String

  init(schema: String?, name: String) {
    self.schema = schema
    self.name = name
  }

  /// From a `RangeVar`.
  init?(relation tree: PostgreSQLTree?) {
    guard let tree, let name = tree.text("relname") else { return nil }
    self.init(schema: tree.text("schemaname"), name: name)
  }

  /// From the words of a qualified name, the last of which is the name.
  init?(words: [String]) {
    guard let name = words.last else { return nil }
    self.init(schema: words.dropLast().last, name: name)
  }

  /// From a list of `String` nodes.
  init?(list tree: PostgreSQLTree?) { self.init(words: tree?.words ?? []) }

  /// Belongs to the daemon.
  var isLedger: Bool { schema == PostgreSQLName.ledgerSchema }
  /// The server's own.
  var isSystem: Bool { schema == "pg_catalog" || schema == "information_schema" }

  /// As it is written into a statement.
  var quoted: String { [schema, name].compactMap { $0.map(Self.quoted) }.joined(separator: ".") }

  static func quoted(_ word: String) -> String { "\"\(word.replacing("\"", with: "\"\""))\"" }

  static let ledgerSchema = "migrated"
}

extension PostgreSQLName: CustomStringConvertible {
  var description: String { schema.map { "\($0).\(name)" } ?? name }
}
