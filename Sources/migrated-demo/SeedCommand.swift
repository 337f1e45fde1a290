import ArgumentParser
import MigrationSQLite

struct SeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seed", abstract: "Make a database with customers and orders.")

  @Argument(help: "The database file, which must not exist.")
  var path: String

  @Option(help: "How many customers.")
  var customers = 200_000

  func run() throws {
    let database = try SQLiteConnection(path: path, mode: .create)
    try database.run("PRAGMA journal_mode = WAL")
    try database.run(
      """
      CREATE TABLE customers (
        id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT NOT NULL UNIQUE, city TEXT NOT NULL,
        credit_cents INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL)
      """)
    try database.run("CREATE INDEX customers_city ON customers (city)")
    try database.immediateTransaction { () throws(SQLiteError) in
      let insert = try database.prepare(
        """
        INSERT INTO customers (first_name, last_name, email, city, credit_cents, created_at)
        VALUES (:first, :last, :email, :city, :credit, :created)
        """)
      var people = People(seed: 20_260)
      for number in 1...max(1, customers) {
        let person = people.next()
        try insert.bind([
          ":first": .text(person.first), ":last": .text(person.last), ":email": .text(person.email(number)),
          ":city": .text(person.city), ":credit": .integer(Int64(person.credit)), ":created": .text(person.created),
        ])
        _ = try insert.step()
        insert.reset()
      }
    }
    print("\(path): \(customers) customers")
  }
}
