import Dispatch

@testable import MigrationEngine

/// Keeps every lane busy, as plans that are slow to look at would, until it is freed.
struct HeldLanes: Sendable {
  private let gate = DispatchSemaphore(value: 0)
  private let lanes: LintLanes

  /// Runs `body` while no lane is free, and frees them afterwards.
  static func hold<T: Sendable>(
    _ lanes: LintLanes, _ body: @Sendable (HeldLanes) async throws -> T
  ) async throws -> T {
    let held = HeldLanes(lanes: lanes)
    let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<lanes.lanes {
        group.addTask {
          _ = try? await lanes.run {
            continuation.yield()
            held.gate.wait()
          }
        }
      }
      var each = begun.makeAsyncIterator()
      for _ in 0..<lanes.lanes { await each.next() }
      let result: Result<T, any Error>
      do { result = .success(try await body(held)) } catch { result = .failure(error) }
      held.free()
      try await group.waitForAll()
      return try result.get()
    }
  }

  private init(lanes: LintLanes) { self.lanes = lanes }

  func free() { for _ in 0..<lanes.lanes { gate.signal() } }
}
