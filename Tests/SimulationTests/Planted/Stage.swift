import Foundation
import GRDB
import MigrationPhases
import MigrationStore

/// Plays a scene in a world of its own and says which promise was seen broken.
enum Stage {
  static let staging = RolloutKey(migration: "m1", target: "s1")
  static let production = RolloutKey(migration: "m1", target: "p1")

  static func play(
    _ setting: SimulatedSetting = Journey.setting, _ scene: (SimulatedWorld) async throws -> Void
  ) async throws -> Violation? {
    let folder = NSTemporaryDirectory() + "migrated-planted-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let world = try await SimulatedWorld(seed: 1, setting: setting, folder: folder)
    await world.becomePatient()
    for plan in setting.plans { await world.register(plan, by: .alice) }
    try await scene(world)
    await world.conclude()
    return await world.violation
  }
}

extension SimulatedWorld {
  func becomePatient() { isPatient = true }

  func setFates(_ fates: [CommandFate]) { self.fates = fates }

  /// Brings a rollout to where `phase` is complete.
  func reach(_ phase: Phase, _ key: RolloutKey) async {
    for _ in 0..<40 where auditor.rollouts[key]?.state != .completed(phase) {
      await help(key)
      await settle()
    }
  }

  /// Provides for the phase and asks for it.
  func ask(for phase: Phase, _ key: RolloutKey) async {
    await provide(for: phase, key)
    await command(.advance(to: phase), key, by: .alice)
  }

  func lie(_ lies: Set<TargetLie>, on target: String) {
    self.target(target)?.change { $0.lies = lies }
  }

  /// Writes to the journal behind the daemon's back.
  func tamper(_ sql: String) throws {
    let wasAlive = life.isAlive
    life.revive()
    try database.writeWithoutTransaction { try $0.execute(sql: sql) }
    if !wasAlive { life.die() }
  }

  func copyJournal() throws -> DatabaseQueue {
    let copy = try DatabaseQueue()
    try database.backup(to: copy)
    return copy
  }

  /// As if commits had been answered and never reached the disk.
  func bringBack(_ copy: DatabaseQueue) throws {
    try copy.backup(to: database)
    life.die()
  }

  /// As another daemon would, also while this one is dead.
  func decide(_ body: (JournalTransaction) throws -> Void) throws {
    let wasAlive = life.isAlive
    life.revive()
    try journal.decide(body)
    if !wasAlive { life.die() }
  }
}
