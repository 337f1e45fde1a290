import MigrationPhases

@testable import MigrationEngine

extension SimulatedWorld {
  /// Stands in for what starts programs.
  func run(_ spec: CommandSpec, until stop: StopSignal, at urgency: StopSignal.Urgency) async -> CommandEnd {
    let program = spec.arguments.first ?? ""
    let key = RolloutKey(
      migration: spec.environment["MIGRATED_MIGRATION"] ?? "", target: spec.environment["MIGRATED_TARGET"] ?? "")
    guard life.isAlive else { return .notStarted("the daemon is dead") }
    let fate = fates.isEmpty ? .ends : fates.removeFirst()
    say("\(program) of \(key): \(fate)")
    if fate == .doesNotStart { return .notStarted("no such program") }
    audit()
    auditor.witnessStart(program, key, part: part(key), lastStep: lastStep(key))
    defer { auditor.witnessEnd(key) }
    switch fate {
    case .ends: return finish(program, key)
    case .fails, .doesNotStart: return .exited(code: 1, output: "no")
    case .isKilledAfterItsEffect:
      _ = finish(program, key)
      return .signaled(signal: 9, output: "")
    case .isKilledBeforeItsEffect: return .signaled(signal: 9, output: "")
    case .isTooLateAfterItsEffect:
      _ = finish(program, key)
      return .timedOut(after: spec.timeout, output: "")
    case .daemonDiesBeforeItsEffect:
      life.die()
      return .stopped(output: "")
    case .daemonDiesAfterItsEffect:
      _ = finish(program, key)
      life.die()
      return .stopped(output: "")
    case .interject:
      await interject(key.target)
      guard life.isAlive, stop.current < urgency else {
        if dice.chance(50) { _ = finish(program, key) }
        return .stopped(output: "")
      }
      return finish(program, key)
    }
  }

  private func finish(_ program: String, _ key: RolloutKey) -> CommandEnd {
    switch program {
    case "deploy": auditor.deployed.insert(key)
    case "undeploy": auditor.deployed.remove(key)
    default:
      target(key.target)?.change { state in
        var part = state.database.part(key.migration)
        part.writes = part.writes.map { max($0, 1) }
        part.strays = 0
        state.database.parts[key.migration] = part
      }
    }
    return .exited(code: 0, output: "")
  }
}
