import Synchronization

/// What a target tells the world.
final class TargetHooks: Sendable {
  struct Hooks: Sendable {
    var happened: @Sendable (TargetEvent) async -> Void = { _ in }
    /// Others get their turn while a call is under way.
    var interject: @Sendable (_ target: String) async -> Void = { _ in }
  }

  private let hooks = Mutex(Hooks())

  func set(_ hooks: Hooks) { self.hooks.withLock { $0 = hooks } }

  func happened(_ event: TargetEvent) async { await hooks.withLock { $0 }.happened(event) }
  func interject(on target: String) async { await hooks.withLock { $0 }.interject(target) }
}
