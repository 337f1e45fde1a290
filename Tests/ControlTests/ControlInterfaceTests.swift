import MigrationControl
import Testing

/// The Swift types of `dev.migrated.Control` held against its file, which is the source of truth.
@Suite("The control interface and its Swift types")
struct ControlInterfaceTests {
  static let methods: [any ControlMethod.Type] = [
    Call.Status.self, Call.List.self, Call.Show.self, Call.Check.self, Call.Register.self, Call.SignOff.self,
    Call.Approve.self, Call.Advance.self, Call.AdvanceDue.self, Call.Pause.self, Call.Resume.self, Call.Retry.self,
    Call.Rollback.self, Call.Cancel.self, Call.Resolve.self, Call.Why.self, Call.Watch.self, Call.History.self,
    Call.VerifyHistory.self, Call.ListTargets.self, Call.Health.self, Call.Freeze.self, Call.Unfreeze.self,
    Call.Adopt.self, Call.Reload.self,
  ]

  static let failures: [any ControlFailure.Type] = [
    Wire.NoSuchMigration.self, Wire.NoSuchTarget.self, Wire.AmbiguousTarget.self, Wire.InvalidPlan.self,
    Wire.InvalidConfiguration.self, Wire.AlreadyRegistered.self, Wire.Refused.self, Wire.GatesUnmet.self,
    Wire.NotPermitted.self, Wire.InvalidArgument.self, Wire.TargetBusy.self, Wire.TargetFailed.self,
    Wire.JournalUnavailable.self, Wire.Stopping.self,
    Wire.MessageTooLarge.self, Wire.OwnPlan.self,
  ]

  /// Structures of the interface; `Phase` is an enumeration, and comes with the fields that have it.
  static let types: [(name: String, type: any (Codable & Sendable).Type)] = [
    ("Actor", Wire.Actor.self), ("State", Wire.State.self), ("Progress", Wire.Progress.self),
    ("Rollout", Wire.Rollout.self), ("Migration", Wire.Migration.self), ("Gate", Wire.Gate.self),
    ("Step", Wire.Step.self), ("SignOffClaim", Wire.SignOffClaim.self), ("Approval", Wire.Approval.self),
    ("FreezeNotice", Wire.FreezeNotice.self), ("RestorePoint", Wire.RestorePoint.self),
    ("RolloutDetail", Wire.RolloutDetail.self), ("HistoryEntry", Wire.HistoryEntry.self), ("Target", Wire.Target.self),
    ("TargetHealth", Wire.TargetHealth.self), ("Stray", Wire.Stray.self), ("Verification", Wire.Verification.self),
    ("PlanFile", Wire.PlanFile.self), ("Finding", Wire.Finding.self), ("DueResult", Wire.DueResult.self),
  ]

  let interface: VarlinkInterface

  init() throws { interface = try VarlinkInterface(ControlInterface.text) }

  @Test("every type, method and error of the interface has a Swift type, and no Swift type is without one")
  func complete() {
    var declared = (types: Set<String>(), methods: Set<String>(), errors: Set<String>())
    for member in interface.members {
      switch member.declaration {
      case .type: declared.types.insert(member.name)
      case .method: declared.methods.insert("\(interface.name).\(member.name)")
      case .error: declared.errors.insert("\(interface.name).\(member.name)")
      }
    }
    #expect(interface.name == Wire.interface)
    #expect(declared.types == Set(Self.types.map(\.name) + ["Phase"]))
    #expect(declared.methods == Set(Self.methods.map { $0.name }))
    #expect(declared.errors == Set(Self.failures.map { $0.name }))
  }

  @Test("every field of every method is carried by its Swift type, full and with nothing optional")
  func methodFields() throws {
    for method in Self.methods { try check(method) }
  }

  @Test("every field of every error is carried by its Swift type, full and with nothing optional")
  func errorFields() throws {
    for failure in Self.failures {
      let fields = try #require(interface.error(Self.short(failure.name)))
      try check(failure, fields, failure.name)
    }
  }

  @Test("every field of every type is carried by its Swift type, full and with nothing optional")
  func typeFields() throws {
    for (name, type) in Self.types {
      guard case .structure(let fields) = interface.type(name) else {
        Issue.record("\(name) is no structure")
        continue
      }
      try check(type, fields, name)
    }
  }

  @Test("every declaration is documented, and so is every field whose name does not say it all")
  func documented() {
    let undocumented = interface.members.filter { $0.documentation.isEmpty }.map(\.name)
    #expect(undocumented == ["InvalidConfiguration"])  // shares the comment of InvalidPlan, above it
  }

  // MARK: Parts

  private static func short(_ name: String) -> String {
    String(name.dropFirst(Wire.interface.count + 1))
  }

  private func check<Method: ControlMethod>(_ method: Method.Type) throws {
    let declared = try #require(interface.method(Self.short(Method.name)))
    try check(Method.Parameters.self, declared.input, "\(Method.name) parameters")
    try check(Method.Reply.self, declared.output, "\(Method.name) reply")
  }

  /// A value with all fields, and one without the optional ones, become the Swift type and come back unchanged; the
  /// Swift type has no further properties, and its enumerations no further cases.
  private func check<T: Codable>(_ type: T.Type, _ fields: [VarlinkField], _ what: String) throws {
    for word in InterfaceSample.words {
      for isFull in [true, false] {
        let sample = InterfaceSample(interface: interface, isFull: isFull, word: word).object(fields)
        try interface.check(sample, against: fields)
        let value: T
        do {
          value = try JSONValueDecoder.decodeObject(type, from: sample)
        } catch {
          Issue.record("\(what): \(error)")
          return
        }
        #expect(try JSONValueEncoder.encodeObject(value) == sample, "\(what)")
        checkProperties(value, fields, what)
      }
    }
  }

  private func checkProperties(_ value: Any, _ fields: [VarlinkField], _ what: String) {
    let children = Mirror(reflecting: value).children
    #expect(Set(children.compactMap(\.label)) == Set(fields.map(\.name)), "\(what)")
    for child in children {
      guard let field = fields.first(where: { $0.name == child.label }) else { continue }
      checkCases(child.value, field.type, "\(what).\(field.name)")
    }
  }

  private func checkCases(_ value: Any, _ type: VarlinkType, _ what: String) {
    switch type {
    case .nullable(let type):
      if let wrapped = Mirror(reflecting: value).children.first { checkCases(wrapped.value, type, what) }
    case .named(let name):
      if let type = interface.type(name) { checkCases(value, type, what) }
    case .structure(let fields): checkProperties(value, fields, what)
    case .array(let element):
      for child in Mirror(reflecting: value).children { checkCases(child.value, element, what) }
    case .enumeration(let words):
      guard let value = value as? any (CaseIterable & RawRepresentable) else {
        Issue.record("\(what): a Swift enumeration that lists its cases was expected")
        return
      }
      #expect(Self.cases(of: value) == words, "\(what)")
    case .bool, .int, .float, .string, .object, .any, .map: break
    }
  }

  private static func cases<Enumeration: CaseIterable & RawRepresentable>(of value: Enumeration) -> [String] {
    Enumeration.allCases.map { "\($0.rawValue)" }
  }
}
