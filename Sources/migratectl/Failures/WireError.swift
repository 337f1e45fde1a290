import MigrationControl

/// An error that the daemon answered with. One that this version does not know is a value like the others.
enum WireError: Error, Sendable, Equatable {
  case noSuchMigration(Wire.NoSuchMigration)
  case noSuchTarget(Wire.NoSuchTarget)
  case ambiguousTarget(Wire.AmbiguousTarget)
  case invalidPlan(Wire.InvalidPlan)
  case invalidConfiguration(Wire.InvalidConfiguration)
  case alreadyRegistered(Wire.AlreadyRegistered)
  case refused(Wire.Refused)
  case gatesUnmet(Wire.GatesUnmet)
  case notPermitted(Wire.NotPermitted)
  case ownPlan(Wire.OwnPlan)
  case invalidArgument(Wire.InvalidArgument)
  case targetBusy(Wire.TargetBusy)
  case targetFailed(Wire.TargetFailed)
  case journalUnavailable(Wire.JournalUnavailable)
  case messageTooLarge(Wire.MessageTooLarge)
  case stopping
  /// Of `org.varlink.service`: the name of what is not there.
  case notImplemented(String)
  /// Of `org.varlink.service`: the parameter's name.
  case invalidParameter(String)
  case permissionDenied
  case expectedMore
  case unknown(String, JSONObject)

  init(_ name: String, _ parameters: JSONObject) {
    self = Self.known(name, parameters) ?? .unknown(name, parameters)
  }

  /// nil also for a known name whose parameters are not as they should be.
  private static func known(_ name: String, _ parameters: JSONObject) -> WireError? {
    func read<T: ControlFailure>(_ type: T.Type) -> T? { try? JSONValueDecoder.decodeObject(type, from: parameters) }
    switch name {
    case Wire.NoSuchMigration.name: return read(Wire.NoSuchMigration.self).map { .noSuchMigration($0) }
    case Wire.NoSuchTarget.name: return read(Wire.NoSuchTarget.self).map { .noSuchTarget($0) }
    case Wire.AmbiguousTarget.name: return read(Wire.AmbiguousTarget.self).map { .ambiguousTarget($0) }
    case Wire.InvalidPlan.name: return read(Wire.InvalidPlan.self).map { .invalidPlan($0) }
    case Wire.InvalidConfiguration.name: return read(Wire.InvalidConfiguration.self).map { .invalidConfiguration($0) }
    case Wire.AlreadyRegistered.name: return read(Wire.AlreadyRegistered.self).map { .alreadyRegistered($0) }
    case Wire.Refused.name: return read(Wire.Refused.self).map { .refused($0) }
    case Wire.GatesUnmet.name: return read(Wire.GatesUnmet.self).map { .gatesUnmet($0) }
    case Wire.NotPermitted.name: return read(Wire.NotPermitted.self).map { .notPermitted($0) }
    case Wire.OwnPlan.name: return read(Wire.OwnPlan.self).map { .ownPlan($0) }
    case Wire.InvalidArgument.name: return read(Wire.InvalidArgument.self).map { .invalidArgument($0) }
    case Wire.TargetBusy.name: return read(Wire.TargetBusy.self).map { .targetBusy($0) }
    case Wire.TargetFailed.name: return read(Wire.TargetFailed.self).map { .targetFailed($0) }
    case Wire.JournalUnavailable.name: return read(Wire.JournalUnavailable.self).map { .journalUnavailable($0) }
    case Wire.MessageTooLarge.name: return read(Wire.MessageTooLarge.self).map { .messageTooLarge($0) }
    case Wire.Stopping.name: return .stopping
    case "org.varlink.service.InterfaceNotFound": return parameters["interface"]?.string.map { .notImplemented($0) }
    case "org.varlink.service.MethodNotFound", "org.varlink.service.MethodNotImplemented":
      return parameters["method"]?.string.map { .notImplemented($0) }
    case "org.varlink.service.InvalidParameter": return parameters["parameter"]?.string.map { .invalidParameter($0) }
    case "org.varlink.service.PermissionDenied": return .permissionDenied
    case "org.varlink.service.ExpectedMore": return .expectedMore
    default: return nil
    }
  }

  /// The one map from what the daemon answered to how the command ends.
  var status: ExitStatus {
    switch self {
    case .noSuchMigration, .noSuchTarget, .ambiguousTarget, .invalidArgument: .usage
    // What the client sends by itself is right; the daemon is of another version.
    case .notImplemented, .invalidParameter, .expectedMore, .unknown, .targetFailed: .failed
    case .gatesUnmet: .gatesUnmet
    case .refused, .alreadyRegistered, .targetBusy: .refused
    case .notPermitted, .permissionDenied, .ownPlan: .notPermitted
    case .stopping: .unreachable
    case .messageTooLarge: .failed
    case .invalidPlan, .invalidConfiguration: .invalid
    case .journalUnavailable: .journalUnavailable
    }
  }
}
