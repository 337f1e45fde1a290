import Foundation

/// One plan with everything in it, from its registration to the end of contract, with one thing going wrong on the way.
struct Journey: Sendable {
  /// What goes wrong; any of it may be nil.
  struct Mishap: Sendable, Hashable {
    var commit: SimulatedLife.Blow?
    /// The n-th call.
    var call: Call?
    /// Of the first command that runs.
    var command: CommandFate?
  }

  struct Call: Sendable, Hashable {
    var number: Int
    var blow: TargetBlow
  }

  /// How long an undisturbed journey is.
  struct Length: Sendable, Hashable {
    var commits: Int
    var calls: Int
    /// The numbers of the calls that change the database.
    var changes: [Int]
  }

  var mishap: Mishap

  static let setting = SimulatedSetting(
    environments: [(name: "staging", policy: SimulatedSetting.staging)],
    places: [.init(target: "s1", environment: "staging")], plans: SimulatedSetting.plain.plans)

  /// Answers what went wrong beyond the mishap; nil when all ended as it should.
  func run() async throws -> (failure: String?, length: Length) {
    let folder = NSTemporaryDirectory() + "migrated-journey-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let world = try await SimulatedWorld(seed: 1, setting: Self.setting, folder: folder)
    await world.travel(mishap)
    let length = await world.length
    let states = await world.states().map { "\($0.key): \($0.state)" }
    let violation = await world.violation
    if violation == nil, states == ["m1 on s1: completed(contract)"] { return (nil, length) }
    let transcript = await world.transcript.joined(separator: "\n")
    return ("\(mishap): \(violation.map { "\($0)" } ?? "ends as \(states)")\n\(transcript)", length)
  }
}

extension SimulatedWorld {
  func travel(_ mishap: Journey.Mishap) async {
    isPatient = true
    life.arm(mishap.commit)
    if let call = mishap.call { targets[0].arm(call.blow, atCall: call.number) }
    fates = [mishap.command ?? .ends]
    while auditor.registered.isEmpty, auditor.violation == nil {
      await register(setting.plans[0], by: .alice)
      await settle()
    }
    for key in states().map(\.key) { await finish(key) }
    conclude()
  }

  var length: Journey.Length {
    Journey.Length(commits: life.commits, calls: targets[0].calls, changes: targets[0].changes)
  }
}
