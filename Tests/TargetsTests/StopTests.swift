import MigrationPhases
import MigrationSQLite
import Testing

@testable import MigrationTargets

@Suite struct StopTests {
  /// What a statement's error comes to once the call was told to stop, or its time ran out.
  private func meaning(of code: Int32, _ reason: SQLiteStop.Reason?) throws -> TargetError {
    let database = try TemporaryDatabase()
    let stop = SQLiteStop()
    if let reason { stop.ask(reason) }
    let session = SQLiteSession(
      connection: try database.connect(), file: SQLiteFile(target: "app", path: database.path), stop: stop,
      bounds: SQLiteBounds())
    return session.map(SQLiteError(extendedCode: code, message: "error in table t after drop column: interrupted"))
  }

  @Test(arguments: [1, 9] as [Int32])
  func `an interrupt that falls into ALTER TABLE is an interrupt, though SQLite calls it an error`(code: Int32) throws {
    #expect(try meaning(of: code, .cancelled) == .cancelled)
    let expired = try meaning(of: code, .expired(.script))
    #expect(expired.description.contains("script's time ran out"))
  }

  @Test func `an error of a call that goes on is told as it is`() throws {
    #expect(
      try meaning(of: 1, nil)
        == .statement(code: "1", message: "error in table t after drop column: interrupted", statement: nil))
    #expect(try meaning(of: 19, .cancelled).description.contains("(19)"))
  }
}
