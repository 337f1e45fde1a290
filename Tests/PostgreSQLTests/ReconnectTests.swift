import MigrationPostgreSQL
import Synchronization
import Testing
import ThrowawayPostgreSQL

@Suite struct ReconnectTests {
  private let backoff = Backoff(tries: 4, first: .milliseconds(100), longest: .seconds(1))

  @Test func `what passes is tried again until it has passed`() async throws {
    try await Database.with { database async throws in
      try database.admin().run("ALTER DATABASE \(database.name) CONNECTION LIMIT 0")
      let pauses = Mutex<[Duration]>([])
      let reconnect = PostgreSQLReconnect(backoff: backoff) { pause in
        pauses.withLock { $0.append(pause) }
        if pauses.withLock({ $0.count }) == 2 {
          try database.admin().run("ALTER DATABASE \(database.name) CONNECTION LIMIT -1")
        }
      }
      let answer = try await reconnect.run(on: database.connection()) { session throws(PostgreSQLError) in
        try session.run("SELECT 1").value
      }
      #expect(answer == "1")
      #expect(pauses.withLock { $0.count } == 2)
    }
  }

  @Test func `tries have an end`() async throws {
    let pauses = Mutex(0)
    let settings = try PostgreSQLSettings("host=/nowhere dbname=x user=x")
    let error = await #expect(throws: PostgreSQLError.self) {
      try await PostgreSQLReconnect(backoff: backoff) { _ in pauses.withLock { $0 += 1 } }
        .run(on: PostgreSQLConnection(name: "x", settings: settings)) { _ in }
    }
    #expect(error?.description.hasPrefix("connection to server on socket \"/nowhere/") == true)
    #expect(pauses.withLock { $0 } == 3)
  }

  @Test func `a refusal that stays is not tried again`() async throws {
    try await Database.with { database async throws in
      let settings = try PostgreSQLSettings(database.socket + " dbname=nothing_of_that_name")
      await #expect(throws: PostgreSQLError.self) {
        try await PostgreSQLReconnect(backoff: backoff) { _ in Issue.record("it was tried again") }
          .run(on: PostgreSQLConnection(name: "x", settings: settings)) { _ in }
      }
    }
  }

  @Test func `a pause that is cancelled ends it`() async throws {
    let settings = try PostgreSQLSettings("host=/nowhere dbname=x user=x")
    await #expect(throws: PostgreSQLError.cancelled) {
      try await PostgreSQLReconnect(backoff: backoff) { _ in throw CancellationError() }
        .run(on: PostgreSQLConnection(name: "x", settings: settings)) { _ in }
    }
  }
}
