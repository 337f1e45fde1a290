/// What the plan's own statements made so far: that is theirs to change and to drop again. A name without a schema and
/// the same one with `public` mean the same thing.
struct PostgreSQLMade: Sendable, Hashable {
  /// Kinds as `DROP` names them, such as `OBJECT_TABLE`.
  private var objects: [String: Set<PostgreSQLName>] = [:]
  private var columns: [PostgreSQLName: Set<String>] = [:]
  /// On which table each index and trigger is.
  private var owners: [PostgreSQLName: PostgreSQLName] = [:]

  static let table = "OBJECT_TABLE"
  static let index = "OBJECT_INDEX"
  static let view = "OBJECT_VIEW"
  static let trigger = "OBJECT_TRIGGER"
  static let function = "OBJECT_FUNCTION"
  static let type = "OBJECT_TYPE"
  static let sequence = "OBJECT_SEQUENCE"
  static let schema = "OBJECT_SCHEMA"
  static let constraint = "OBJECT_TABCONSTRAINT"

  func has(_ kind: String, _ name: PostgreSQLName) -> Bool { objects[kind]?.contains(Self.plain(name)) ?? false }

  func hasTable(_ name: PostgreSQLName) -> Bool { has(Self.table, name) }

  func hasColumn(_ table: PostgreSQLName, _ column: String) -> Bool {
    hasTable(table) || columns[Self.plain(table)]?.contains(column) ?? false
  }

  mutating func add(_ kind: String, _ name: PostgreSQLName) { objects[kind, default: []].insert(Self.plain(name)) }

  mutating func add(column: String, of table: PostgreSQLName) { columns[Self.plain(table), default: []].insert(column) }

  /// A thing on a table has its name together with the table's.
  static func on(_ table: PostgreSQLName, _ name: String) -> PostgreSQLName {
    PostgreSQLName(schema: plain(table).schema, name: "\(plain(table).name).\(name)")
  }

  /// What is on an index's or trigger's table goes with it.
  mutating func note(_ kind: String, _ name: PostgreSQLName, on table: PostgreSQLName) {
    add(kind, name)
    owners[Self.plain(name)] = Self.plain(table)
  }

  mutating func remove(_ kind: String, _ name: PostgreSQLName) {
    objects[kind]?.remove(Self.plain(name))
    guard kind == Self.table else { return }
    let table = Self.plain(name)
    columns[table] = nil
    for owned in owners.filter({ $0.value == table }).keys {
      for kind in objects.keys { objects[kind]?.remove(owned) }
      owners[owned] = nil
    }
  }

  mutating func remove(column: String, of table: PostgreSQLName) { columns[Self.plain(table)]?.remove(column) }

  /// In words, sorted.
  var left: [String] {
    let things = objects.flatMap { kind, names in
      names.map { "\(kind.dropFirst("OBJECT_".count).lowercased().replacingTab) \($0)" }
    }
    let columns = columns.flatMap { table, columns in columns.map { "column \(table).\($0)" } }
    return (things + columns).sorted()
  }

  private static func plain(_ name: PostgreSQLName) -> PostgreSQLName {
    name.schema == "public" ? PostgreSQLName(schema: nil, name: name.name) : name
  }
}

extension String {
  /// `tabconstraint` is a constraint.
  fileprivate var replacingTab: String { self == "tabconstraint" ? "constraint" : self }
}
