import GRDB
import Synchronization

/// Whether the daemon lives, and at which commit of its journal it is to die.
final class SimulatedLife: Sendable {
  enum Blow: Sendable, Hashable {
    /// At the n-th commit from now: nothing of it is kept.
    case beforeCommit(Int)
    /// Right after the n-th commit from now: it is kept, and nobody hears of it.
    case afterCommit(Int)
    /// At the n-th commit from now: another process keeps the journal, the daemon lives on.
    case busyAtCommit(Int)
  }

  struct Dead: Error {}

  private struct State {
    var isAlive = true
    var commits = 0
    var blow: Blow?
    var deaths = 0

    mutating func die() {
      guard isAlive else { return }
      isAlive = false
      deaths += 1
      blow = nil
    }
  }

  private let state = Mutex(State())

  var isAlive: Bool { state.withLock { $0.isAlive } }
  var commits: Int { state.withLock { $0.commits } }
  var deaths: Int { state.withLock { $0.deaths } }

  /// Counts commits from here on.
  func arm(_ blow: Blow?) {
    state.withLock { state in
      switch blow {
      case .beforeCommit(let number)?: state.blow = .beforeCommit(state.commits + number)
      case .afterCommit(let number)?: state.blow = .afterCommit(state.commits + number)
      case .busyAtCommit(let number)?: state.blow = .busyAtCommit(state.commits + number)
      case nil: state.blow = nil
      }
    }
  }

  func die() { state.withLock { $0.die() } }

  func revive() {
    state.withLock { state in
      state.isAlive = true
      state.blow = nil
    }
  }

  func willCommit() throws {
    try state.withLock { state in
      guard state.isAlive else { throw Dead() }
      state.commits += 1
      if state.blow == .beforeCommit(state.commits) {
        state.die()
        throw Dead()
      }
      if state.blow == .busyAtCommit(state.commits) { throw DatabaseError(resultCode: .SQLITE_BUSY) }
    }
  }

  func didCommit() {
    state.withLock { state in
      if state.blow == .afterCommit(state.commits) { state.die() }
    }
  }
}
