import MigrationPhases
import MigrationSQLite
import Testing

@testable import MigrationTargets

/// That a batch looks at its own rows only, however large the table is.
@Suite struct BackfillPlanTests {
  @Test(arguments: KeyShape.all)
  func `every statement of a batch finds its rows by the key`(shape: KeyShape) throws {
    let database = try TemporaryDatabase(shape.script + "CREATE INDEX by_new ON t (new, mark);")
    let file = SQLiteFile(target: "app", path: database.path)
    let bounds = SQLiteBounds()
    let session = SQLiteSession(
      connection: try file.open(.reading, bounds: bounds), file: file, stop: SQLiteStop(), bounds: bounds)
    let key = try SQLiteBackfillKey.find(table: "t", in: session)
    let sql = SQLiteBackfillSQL(key: key)
    let cursors = [SQLiteKeyValue.integer(5), .text([0x61])].map { value in
      SQLiteCursor(values: key.columns.map { _ in value })
    }
    for cursor in key.index == nil ? cursors.prefix(1) : cursors[...] {
      let statements = [
        sql.keyInside(lower: cursor), sql.lastKey(lower: cursor), sql.count(lower: cursor, upper: cursor),
        sql.update([.init(column: "new", expression: "1")], condition: "new IS NULL", lower: cursor, upper: cursor),
        sql.anyLeft(condition: "new IS NULL", lower: cursor, upper: cursor),
      ]
      for statement in statements {
        let plan = try session.run("EXPLAIN QUERY PLAN " + statement).compactMap { $0[3].text }
        let search = plan.first { $0.hasPrefix("SEARCH main.t USING ") }
        #expect(search?.contains("PRIMARY KEY") == true, "\(plan) for \(statement)")
        #expect(!plan.contains { $0.hasPrefix("SCAN main.t") })
      }
    }
  }
}
