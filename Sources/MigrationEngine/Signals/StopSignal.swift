import MigrationTargets
import Synchronization

/// Tells work under way that it shall stop. It only ever becomes more urgent.
final class StopSignal: Sendable {
  enum Urgency: Int, Sendable, Comparable {
    case none
    /// At the next safe place; a command that cannot be repeated runs to its end.
    case gentle
    /// Whatever it is, its result is no longer wanted.
    case abandon

    static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
  }

  private struct State {
    var urgency = Urgency.none
    var next = 0
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  var current: Urgency { state.withLock { $0.urgency } }
  var isSet: Bool { current != .none }

  func set(_ urgency: Urgency) {
    let waiting = state.withLock { state in
      state.urgency = max(state.urgency, urgency)
      guard state.urgency != .none else { return [CheckedContinuation<Void, Never>]() }
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Returns once it is set, or the task is cancelled.
  func wait() async {
    let key = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.urgency != .none || Task.isCancelled { return true }
          state.waiting[key] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: key) }?.resume()
    }
  }

  /// Runs what a target does; it is cancelled `grace` after this is set. What it answers then is its own word on
  /// whether it happened, and is waited for.
  func cancelling<T: Sendable>(
    after grace: Duration = .zero, _ body: @escaping @Sendable () async throws(TargetError) -> T
  ) async throws(TargetError) -> T {
    let end = await withTaskGroup(of: Result<T, TargetError>?.self) { group in
      group.addTask {
        do throws(TargetError) { return .success(try await body()) } catch { return .failure(error) }
      }
      group.addTask {
        await self.wait()
        if grace > .zero { try? await Task.sleep(for: grace) }
        return nil
      }
      var end: Result<T, TargetError>?
      while let next = await group.next() {
        if let next { end = next }
        group.cancelAll()
      }
      return end ?? .failure(.cancelled)
    }
    return try end.get()
  }
}
