import MigrationPhases
import Testing

@testable import MigrationEngine

@Suite("Health after the deployment")
struct HealthTests {
  private static let good = #"{"ok":true,"version":{"schema":2,"required":2,"compatible":true},"database":{"connected":true}}"#

  @Test("switch is complete once the application has answered well without a break", .timeLimit(.minutes(1)))
  func steady() async throws {
    let server = try HealthServer(["503 Not yet\n\n", "200 OK\n\n\(Self.good)"])
    let shop = try await serving(server)
    #expect(try shop.state() == .completed(.switch))
    #expect(server.asked >= 3)
    let step = try shop.journal.read { try $0.allSteps(ofRollout: 1).last }
    #expect(step?.detail == "healthy for 1s")
  }

  @Test("a rollback ends the watching of an application that does not get well", .timeLimit(.minutes(1)))
  func neverHealthy() async throws {
    let server = try HealthServer(["500 Broken\n\n"])
    let shop = try await serving(server) { shop in
      try await shop.until { server.asked > 0 }
      try await shop.command(.rollback)
    }
    #expect(try shop.state() == .rolledBack)
    #expect(shop.deployed == ["v2 s1", "v1 s1"])
  }

  @Test(
    "whatever is not plainly well counts as unwell",
    arguments: [
      (#"{"ok":true}"#, 200, nil),
      (good, 200, nil),
      (good, 204, "status 204, expected 200"),
      ("well", 200, "the answer is not a health document: {\"ok\": true, …} was expected"),
      (#"{"ok":false}"#, 200, "ok is false"),
      (#"{"ok":true,"database":{"connected":false}}"#, 200, "database.connected is false"),
      (
        #"{"ok":true,"version":{"schema":2,"required":2,"compatible":false}}"#, 200, "version.compatible is false"
      ),
      (
        #"{"ok":true,"version":{"schema":2,"required":3,"compatible":true}}"#, 200,
        "the application requires schema version 3, the plan offers 2"
      ),
    ] as [(String, Int, String?)])
  func complaints(_ body: String, _ status: Int, _ complaint: String?) {
    let answer = HTTPGet.Answer.response(status: status, body: Array(body.utf8), took: .zero)
    #expect(HealthDocument.complaint(about: answer, schemaVersion: 2) == complaint)
  }

  @Test("an endpoint that does not answer, or without end, counts as unwell")
  func answers() async throws {
    let silent = try HealthServer(["200 OK\n\n"])
    let late = await HTTPGet(url: silent.url, timeout: .milliseconds(200)).run()
    #expect(HealthDocument.complaint(about: late, schemaVersion: 2)?.hasPrefix("no answer: ") == true)
    let large = try HealthServer(["200 OK\n\n" + String(repeating: "x", count: HTTPGet.bodyLimit + 1)])
    let answer = await withTaskGroup(of: Void.self) { group in
      group.addTask { await large.serve() }
      let answer = await HTTPGet(url: large.url, timeout: .seconds(5)).run()
      group.cancelAll()
      return answer
    }
    #expect(HealthDocument.complaint(about: answer, schemaVersion: 2)?.hasPrefix("no answer: ") == true)
  }

  /// A shop whose switch was asked for, with the server at its side while it works.
  private func serving(
    _ server: HealthServer, meanwhile: @Sendable (Shop) async throws -> Void = { _ in }
  ) async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.health = server.url
    try await shop.register(plan)
    try await shop.reach(.backfill)
    try await shop.command(.advance(to: .switch))
    let worker = shop.worker
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await server.serve() }
      async let worked = worker.runOne()
      try await meanwhile(shop)
      _ = await worked
      await shop.work()
      group.cancelAll()
    }
    return shop
  }
}
