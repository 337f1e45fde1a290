import MigrationControl
import MigrationPhases
import Testing

@testable import migratectl

/// How commands end: one map from everything that can go wrong, held against the interface and the manual.
struct StatusTests {
  private static let state = Made.state(.completed, .expand)

  /// An error of each name in the interface, with the status that it ends with.
  private static let errors: [(error: any ControlFailure, status: Status)] = [
    (Wire.NoSuchMigration(migration: "a", near: []), .usage), (Wire.NoSuchTarget(target: "a", known: []), .usage),
    (Wire.AmbiguousTarget(migration: "a", targets: []), .usage), (Wire.InvalidPlan(findings: []), .invalid),
    (Wire.InvalidConfiguration(findings: []), .invalid),
    (Wire.AlreadyRegistered(migration: "a", digest: "b"), .refused),
    (Wire.Refused(code: "a", message: "b", state: state), .refused),
    (Wire.GatesUnmet(migration: "a", target: "b", phase: .expand, gates: []), .gatesUnmet),
    (Wire.NotPermitted(user: "a", needed: "b", roles: []), .notPermitted),
    (Wire.OwnPlan(migration: "a", user: "b"), .notPermitted),
    (Wire.InvalidArgument(argument: "a", message: "b"), .usage),
    (Wire.TargetBusy(target: "a", message: "b"), .refused), (Wire.TargetFailed(target: "a", message: "b"), .failed),
    (Wire.MessageTooLarge(bound: 1), .failed), (Wire.JournalUnavailable(message: "a"), .journalUnavailable),
    (Wire.Stopping(), .unreachable),
  ]

  @Test func `every error of the interface is known, and ends with a status of its own choice`() throws {
    let interface = try VarlinkInterface(ControlInterface.text)
    let declared = interface.members.compactMap { member in
      switch member.declaration {
      case .error: "\(interface.name).\(member.name)"
      case .type, .method: nil
      }
    }
    #expect(Set(declared) == Set(Self.errors.map { type(of: $0.error).name }))
    for (error, status) in Self.errors {
      let name = type(of: error).name
      let found = WireError(name, try JSONValueEncoder.encodeObject(error))
      if case .unknown = found { Issue.record("\(name) is not known") }
      #expect(found.status == status, "\(name)")
      #expect(!WireErrorText(appearance: Made.plain).text(found).isEmpty)
    }
  }

  @Test func `a daemon that does not answer ends a command with one status, and status with another`() {
    let all: [(error: ControlError, status: Status, ofStatus: Status)] = [
      (.unreachable(path: "/s", errno: 2), .unreachable, .notRunning),
      (.permissionDenied(path: "/s", group: nil), .notPermitted, .unknown), (.closed, .unreachable, .unknown),
      (.timedOut(.seconds(1)), .timedOut, .unknown), (.protocolViolation("x"), .failed, .unknown),
    ]
    for (error, status, ofStatus) in all {
      #expect(Failure(error).status == status)
      #expect(Failure.statusUnavailable(error).status == ofStatus)
    }
  }

  @Test func `what the client itself finds wrong ends with a status by its kind`() {
    let rollout = Made.rollout(Self.state)
    let all: [(failure: Failure, status: Status)] = [
      (.usage("x"), .usage), (.unconfirmed("x", adding: "-y"), .usage), (.declined, .failed), (.failed("x"), .failed),
      (.invalidPlan(folder: "x", []), .invalid),
      (.planTooLarge(PlanTooLarge(folder: "x", size: 2, bound: 1, files: [])), .invalid),
      (.strayed(rollout, .halted), .failed), (.strayed(rollout, .paused), .failed),
      (.strayed(rollout, .elsewhere), .failed),
      (.said(.gatesUnmet), .gatesUnmet), (.mistyped(.expectedMore), .usage),
      (.answered(.expectedMore), .failed), (.answered(.permissionDenied), .notPermitted),
      (.answered(.invalidParameter("x")), .failed), (.answered(.notImplemented("x")), .failed),
      (.answered(.unknown("x", [:])), .failed),
    ]
    for (failure, status) in all { #expect(failure.status == status, "\(failure)") }
  }
}
