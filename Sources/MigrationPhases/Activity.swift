/// What a worker can be doing with a rollout: one of the phases, or the way back.
public enum Activity: Sendable, Hashable {
  case phase(Phase)
  /// Undoes everything up to and including `of`, the furthest phase that may have changed something. Never contract.
  case rollback(of: Phase)

  /// Every activity that can exist.
  public static let all: [Activity] =
    Phase.allCases.map { .phase($0) } + [.rollback(of: .expand), .rollback(of: .backfill), .rollback(of: .switch)]

  /// The word for people and for the wire: `expand` … `contract`, or `rollback`.
  public var name: String {
    switch self {
    case .phase(let phase): phase.rawValue
    case .rollback: "rollback"
    }
  }

  /// The phase it carries out, or the furthest phase it undoes.
  public var phase: Phase {
    switch self {
    case .phase(let phase): phase
    case .rollback(let of): of
    }
  }

  /// May be queued again after an interruption without asking a person.
  public var isRepeatable: Bool {
    switch self {
    case .phase(let phase): phase.isRepeatable
    case .rollback: false
    }
  }
}

extension Activity: CustomStringConvertible {
  public var description: String {
    switch self {
    case .phase(let phase): phase.rawValue
    case .rollback(let of): "rollback of \(of.rawValue)"
    }
  }
}
