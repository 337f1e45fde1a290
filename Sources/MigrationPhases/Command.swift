/// What a person or a timer may ask of a rollout that exists. (Registering a plan makes one, in `planned`.)
public enum Command: Sendable, Hashable {
  /// Start the next phase. With `to`, only if that is the next one, so that a command typed twice starts one phase.
  /// Contract is started by name only.
  case advance(to: Phase?)
  case pause
  case resume
  case retry
  case rollback
  case cancel
  /// A person says what became of a step whose outcome was unknown, or of a rollback that failed or that the ledger does
  /// not bear out.
  case resolve(Resolution)
  case haltEverything

  public enum Resolution: String, CaseIterable, Sendable, Hashable, Codable { case done, notDone }

  /// Every command, for tables and tests.
  public static let all: [Command] = [
    .advance(to: nil), .pause, .resume, .retry, .rollback, .cancel, .resolve(.done), .resolve(.notDone),
    .haltEverything,
  ]

  /// The word for people, for the record and for the wire.
  public var name: String {
    switch self {
    case .advance: "advance"
    case .pause: "pause"
    case .resume: "resume"
    case .retry: "retry"
    case .rollback: "rollback"
    case .cancel: "cancel"
    case .resolve: "resolve"
    case .haltEverything: "haltEverything"
    }
  }
}

extension Command: CustomStringConvertible {
  public var description: String {
    switch self {
    case .advance(to: let phase?): "advance(\(phase.rawValue))"
    case .resolve(let resolution): "resolve(\(resolution.rawValue))"
    case .advance, .pause, .resume, .retry, .rollback, .cancel, .haltEverything: name
    }
  }
}
