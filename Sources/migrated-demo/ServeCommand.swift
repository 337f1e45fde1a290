import ArgumentParser
import Glibc
import MigrationSQLite

/// A small application: reads and writes customers without a break, in the way of the release that is deployed.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Read and write customers until the stop file appears, then say how it went.")

  @Argument(help: "The database file.")
  var path: String

  @Option(help: "A file whose text is the deployed release: v1 knows first_name and last_name, v2 knows full_name.")
  var release: String

  @Option(help: "Ends once this file exists.")
  var stop: String

  @Option(help: "Customers to begin new ones after, in numbers.")
  var from = 10_000_000

  func run() throws {
    let database = try SQLiteConnection(path: path, mode: .readWrite)
    database.setBusyTimeout(.seconds(5))
    var tally = Tally()
    var people = People(seed: 7)
    var number = from
    while access(stop, F_OK) != 0 {
      let isNew = read(release) == "v2"
      let id = Int64(1 + people.number(below: 200_000))
      let name = isNew ? "full_name" : "first_name || ' ' || last_name"
      tally.run {
        _ = try database.run("SELECT \(name), city FROM customers WHERE id = :id", [":id": .integer(id)])
      }
      tally.run {
        _ = try database.run(
          "UPDATE customers SET credit_cents = credit_cents + 1 WHERE id = :id", [":id": .integer(id)])
      }
      number += 1
      let person = people.next()
      var values: [String: SQLiteValue] = [
        ":email": .text(person.email(number)), ":city": .text(person.city), ":created": .text(person.created),
      ]
      let insert: String
      if isNew {
        values[":full"] = .text("\(person.first) \(person.last)")
        insert =
          "INSERT INTO customers (full_name, email, city, created_at) VALUES (:full, :email, :city, :created)"
      } else {
        values[":first"] = .text(person.first)
        values[":last"] = .text(person.last)
        insert =
          """
          INSERT INTO customers (first_name, last_name, email, city, created_at)
          VALUES (:first, :last, :email, :city, :created)
          """
      }
      if tally.run({ _ = try database.run(insert, values) }) { tally.inserted += 1 }
      usleep(10_000)
    }
    print(tally.summary)
    if tally.failed > 0 { throw ExitCode.failure }
  }

  private func read(_ path: String) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n").first.map(String.init)
      ?? ""
  }

  private struct Tally {
    var queries = 0
    var failed = 0
    var inserted = 0
    var slowest: Duration = .zero
    var firstError: String?

    @discardableResult
    mutating func run(_ query: () throws -> Void) -> Bool {
      queries += 1
      var isGood = true
      let time = ContinuousClock().measure {
        do { try query() } catch {
          isGood = false
          failed += 1
          firstError = firstError ?? "\(error)"
        }
      }
      slowest = max(slowest, time)
      return isGood
    }

    var summary: String {
      let milliseconds = slowest / .milliseconds(1)
      return "\(queries) queries, \(failed) failed, \(inserted) customers added, slowest \(Int(milliseconds)) ms"
        + (firstError.map { ", first error: \($0)" } ?? "")
    }
  }
}
