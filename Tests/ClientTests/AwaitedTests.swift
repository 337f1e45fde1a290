import MigrationControl
import Testing

@testable import migratectl

struct AwaitedTests {
  private func end(_ awaited: Wire.State.Activity, in state: Wire.State) -> FollowedEnd? {
    Awaited(Made.rollout(Made.state(.queued, awaited)))?.end(in: state)
  }

  @Test func `waiting goes on while the phase does`() {
    #expect(end(.backfill, in: Made.state(.queued, .backfill)) == nil)
    #expect(end(.backfill, in: Made.state(.running, .backfill, attempt: 3)) == nil)
    #expect(end(.backfill, in: Made.state(.completed, .expand)) == nil)
  }

  @Test func `it is reached when the phase is complete, or a later one is under way`() {
    #expect(end(.backfill, in: Made.state(.completed, .backfill)) == .reached)
    #expect(end(.backfill, in: Made.state(.queued, .switch)) == .reached)
    #expect(end(.backfill, in: Made.state(.halted, .switch, reason: .failed)) == .reached)
    #expect(end(.expand, in: Made.state(.completed, .contract)) == .reached)
    #expect(end(.rollback, in: Made.state(.rolledBack)) == .reached)
  }

  @Test func `it ends elsewhere when something else became of the rollout`() {
    #expect(end(.backfill, in: Made.state(.halted, .backfill, reason: .failed)) == .halted)
    #expect(end(.backfill, in: Made.state(.paused, .backfill)) == .paused)
    #expect(end(.backfill, in: Made.state(.queued, .rollback)) == .elsewhere)
    #expect(end(.backfill, in: Made.state(.rolledBack)) == .elsewhere)
    #expect(end(.expand, in: Made.state(.cancelled)) == .elsewhere)
    #expect(end(.rollback, in: Made.state(.halted, .rollback, reason: .failed)) == .halted)
  }

  @Test func `what has no activity is not waited for`() {
    #expect(Awaited(Made.rollout(Made.state(.planned))) == nil)
  }
}
