import MigrationControl
import MigrationPhases

/// Why a command did not do what it was asked to.
enum Failure: Error, Sendable, Equatable {
  /// The daemon answered with an error.
  case answered(WireError)
  /// The same, where what was typed went to the daemon as it is: the fault is in the words.
  case mistyped(WireError)
  /// There was no answer. Never `replied`.
  case control(ControlError)
  /// An answer whose parameters are not what the method promises.
  case unreadable(method: String, JSONConversionError)
  case usage(String)
  /// A severe action without a terminal and without --yes: what it would do, and what to add.
  case unconfirmed(String, adding: String)
  /// The person said no.
  case declined
  /// The plan of that folder is wrong.
  case invalidPlan(folder: String, [Finding])
  /// The plan does not fit into one message of the daemon.
  case planTooLarge(PlanTooLarge)
  /// What --wait waited for will not come on its own.
  case strayed(Wire.Rollout, FollowedEnd)
  /// `status` and the daemon is down or cannot be asked.
  case statusUnavailable(ControlError)
  case failed(String)
  /// Everything is said already.
  case said(ExitStatus)

  /// The error itself where the daemon answered with one.
  init(_ error: ControlError) {
    switch error {
    case .replied(let name, let parameters): self = .answered(WireError(name, parameters))
    case .unreachable, .permissionDenied, .protocolViolation, .timedOut, .closed: self = .control(error)
    }
  }

  /// For calls whose method and parameters are typed as they are sent: what the protocol finds wrong with them is a
  /// matter of the words.
  var asTyped: Failure {
    switch self {
    case .answered(.notImplemented(let name)): .mistyped(.notImplemented(name))
    case .answered(.invalidParameter(let name)): .mistyped(.invalidParameter(name))
    case .answered(.expectedMore): .mistyped(.expectedMore)
    case .answered, .mistyped, .control, .unreadable, .usage, .unconfirmed, .declined, .invalidPlan, .planTooLarge,
      .strayed, .statusUnavailable, .failed, .said:
      self
    }
  }

  var status: ExitStatus {
    switch self {
    case .answered(let error): error.status
    case .control(let error): Self.status(of: error)
    case .usage, .unconfirmed, .mistyped: .usage
    case .unreadable, .declined, .strayed, .failed: .failed
    case .invalidPlan, .planTooLarge: .invalid
    case .statusUnavailable(let error): Self.daemonStatus(of: error)
    case .said(let status): status
    }
  }

  private static func status(of error: ControlError) -> ExitStatus {
    switch error {
    case .unreachable, .closed: .unreachable
    case .permissionDenied: .notPermitted
    case .timedOut: .timedOut
    case .protocolViolation, .replied: .failed
    }
  }

  /// What `status` says of a daemon that does not answer, in the words of the LSB.
  private static func daemonStatus(of error: ControlError) -> ExitStatus {
    switch error {
    case .unreachable: .notRunning
    case .permissionDenied, .timedOut, .closed, .protocolViolation, .replied: .unknown
    }
  }
}
