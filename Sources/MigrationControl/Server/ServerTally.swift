import Synchronization

/// Counts connections and decides whether one more is let in.
final class ServerTally: Sendable {
  private struct State {
    var counters = ServerCounters()
    var openByUser: [UInt32: Int] = [:]
    var telling = TellingBound()
  }

  private let state = Mutex(State())
  private let limits: ServerLimits
  private let report: @Sendable (ServerEvent) -> Void

  init(limits: ServerLimits, report: @escaping @Sendable (ServerEvent) -> Void) {
    self.limits = limits
    self.report = report
  }

  var counters: ServerCounters { state.withLock { $0.counters } }

  /// True where the connection is let in; `left` is then owed.
  func admit(_ peer: Peer) -> Bool {
    let refusal: CloseReason? = state.withLock { state in
      guard state.counters.open < limits.connections else {
        return .tooManyConnections(bound: limits.connections)
      }
      guard state.openByUser[peer.uid, default: 0] < limits.connectionsPerUser else {
        return .tooManyOfUser(bound: limits.connectionsPerUser)
      }
      state.counters.accepted += 1
      state.counters.open += 1
      state.openByUser[peer.uid, default: 0] += 1
      return nil
    }
    guard let refusal else { return true }
    closed(peer, refusal)
    return false
  }

  func left(_ peer: Peer) {
    state.withLock { state in
      state.counters.open -= 1
      let others = state.openByUser[peer.uid, default: 1] - 1
      state.openByUser[peer.uid] = others == 0 ? nil : others
    }
  }

  /// Counts and reports why the server closed a connection or refused it; of many within a minute only the first.
  func closed(_ peer: Peer, _ reason: CloseReason) {
    let events = state.withLock { state in
      switch reason {
      case .tooManyConnections: state.counters.refusedOverall += 1
      case .tooManyOfUser: state.counters.refusedPerUid += 1
      case .oversized: state.counters.oversized += 1
      case .malformed: state.counters.malformed += 1
      case .unfinishedMessage: state.counters.unfinished += 1
      case .idle: state.counters.idleClosed += 1
      case .slowReader: state.counters.slowClosed += 1
      case .failed: break
      }
      return state.telling.admit(.closed(peer, reason), of: peer.uid, at: .now)
    }
    for event in events { report(event) }
  }

  /// Every failure is counted, the first of a row is reported.
  func acceptFailed(_ message: String, isFirst: Bool) {
    state.withLock { $0.counters.acceptFailed += 1 }
    if isFirst { report(.acceptFailed(message)) }
  }
}
