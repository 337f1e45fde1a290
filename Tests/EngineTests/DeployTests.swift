import Foundation
import MigrationPhases
import MigrationStore
import Testing

@testable import MigrationEngine

@Suite("The deploy command")
struct DeployTests {
  private func switched(_ deploy: String, timeout: String = "10s") async throws -> Shop {
    let shop = try await Shop(targets: Shop.one)
    var plan = shop.plan()
    plan.deploy = deploy
    plan.timeout = timeout
    try await shop.register(plan)
    try await shop.reach(.switch)
    return shop
  }

  private func lastStep(_ shop: Shop) throws -> StepRecord? {
    try shop.journal.read { reader in try reader.allSteps(ofRollout: 1).last { $0.name == "deploy" } }
  }

  @Test("its output is kept with its step, and it knows what it is for")
  func output() async throws {
    let shop = try await switched(
      "echo to $MIGRATED_ENVIRONMENT schema $MIGRATED_SCHEMA_VERSION; env | cut -d= -f1 | sort")
    #expect(try shop.state() == .completed(.switch))
    let detail = try #require(try lastStep(shop)?.detail)
    #expect(detail.hasPrefix("to staging schema 2\n"))
    #expect(!detail.contains("LISTEN_") && !detail.contains("NOTIFY_SOCKET"))
  }

  @Test("that fails without a word halts with just that")
  func failsSilently() async throws {
    let shop = try await switched("exit 3")
    #expect(try shop.rollout().detail == "deploy: ./deploy.sh exited with 3, without output")
  }

  @Test("that ends with a status other than 0 halts; retry runs it again, since a person asked")
  func fails() async throws {
    let shop = try await switched("echo no disk; test -e \(NSTemporaryDirectory())/never")
    #expect(try shop.state() == .halted(.phase(.switch), .failed))
    #expect(try shop.rollout().detail == "deploy: ./deploy.sh exited with 1: no disk")
    await shop.work()
    #expect(shop.deployed.count == 1)
    try await shop.command(.retry)
    await shop.work()
    #expect(shop.deployed.count == 2)
  }

  @Test("that takes too long is ended, and nobody pretends to know what it did", .timeLimit(.minutes(1)))
  func timesOut() async throws {
    let shop = try await switched("sleep 60", timeout: "1s")
    #expect(try shop.state() == .halted(.phase(.switch), .outcomeUnknown))
    for command in [Command.retry, .rollback, .advance(to: nil), .resume] {
      let error = await #expect(throws: EngineError.self) { try await shop.command(command) }
      #expect(error?.refusal != nil)
    }
    try await shop.command(.resolve(.done))
    await shop.work()
    #expect(try shop.state() == .completed(.switch))
    #expect(shop.deployed == ["v2 s1"])
    #expect(try lastStep(shop)?.status == .resolvedDone)
  }

  @Test("that is killed leaves its outcome unknown; resolved as not done, it is run again by retry")
  func killed() async throws {
    let shop = try await switched(
      "test -e \(NSTemporaryDirectory())/never || test $MIGRATED_ATTEMPT -gt 4 || kill -9 $$")
    #expect(try shop.state() == .halted(.phase(.switch), .outcomeUnknown))
    #expect(try shop.rollout().detail?.hasPrefix("deploy: ended by signal 9") == true)
    try await shop.command(.resolve(.notDone))
    #expect(try shop.state() == .halted(.phase(.switch), .failed))
    await shop.work()
    #expect(shop.deployed.count == 1)
    try await shop.command(.retry)
    await shop.work()
    #expect(shop.deployed.count == 2)
  }

  @Test("that does not exist did not run, and retry is enough")
  func notStarted() async throws {
    let shop = try await Shop(targets: Shop.one)
    try await shop.register(shop.plan())
    try await shop.reach(.backfill)
    // Where the plan is unpacked to is in the way.
    try Data().write(to: URL(fileURLWithPath: shop.stateFolder + "/plans/" + shop.plan().files.digest))
    try await shop.command(.advance(to: .switch))
    await shop.work()
    #expect(try shop.state() == .halted(.phase(.switch), .failed))
    #expect(shop.deployed == [])
  }

  @Test("whose children ignore the end are ended with it", .timeLimit(.minutes(1)))
  func grandchildren() async throws {
    let shop = try await switched("(trap '' TERM; sleep 30; echo late >> late) & sleep 60", timeout: "1s")
    #expect(try shop.state() == .halted(.phase(.switch), .outcomeUnknown))
    let running = try shop.processes(naming: "sleep 30")
    #expect(running.isEmpty)
  }

  @Test("that writes without end is ended")
  func tooMuch() async throws {
    let shop = try await switched("yes", timeout: "60s")
    #expect(try shop.state() == .halted(.phase(.switch), .outcomeUnknown))
    #expect(try lastStep(shop)?.detail?.contains("bytes of output") == true)
  }
}
