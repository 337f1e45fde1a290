import MigrationStore

/// Who asks.
enum Person: String, CaseIterable, Sendable, Hashable {
  case alice, bob, carol, dave, timer

  func actor(_ verb: String) -> RecordedActor {
    let uid: UInt32 =
      switch self {
      case .alice: 1000
      case .bob: 1001
      case .carol: 1002
      case .dave: 1003
      case .timer: 990
      }
    return RecordedActor(uid: uid, user: rawValue, pid: 7, verb: verb)
  }
}
