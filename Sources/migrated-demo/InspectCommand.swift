import ArgumentParser
import MigrationSQLite

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Say how many customers there are, and fail if one has no full name.")

  @Argument(help: "The database file.")
  var path: String

  @Option(help: "Fail unless there are exactly so many customers.")
  var expect: Int?

  func run() throws {
    let database = try SQLiteConnection(path: path, mode: .readOnly)
    let integrity = try database.run("PRAGMA integrity_check").first?.first?.text ?? "no answer"
    let columns = try database.run("SELECT name FROM pragma_table_info('customers') ORDER BY cid")
    let counts = try database.run("SELECT count(*), count(full_name), sum(full_name LIKE '% %') FROM customers").first
    let rows = Int(counts?[0].integer ?? -1)
    let named = Int(counts?[2].integer ?? -1)
    let names = columns.compactMap { $0.first?.text }.joined(separator: ", ")
    print("\(path): integrity \(integrity); \(rows) customers, \(named) with a full name; columns \(names)")
    if integrity != "ok" || named != rows || expect.map({ $0 != rows }) ?? false { throw ExitCode.failure }
  }
}
