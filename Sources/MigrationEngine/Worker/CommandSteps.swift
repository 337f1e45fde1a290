import Glibc
import MigrationPhases
import MigrationPlan
import MigrationTargets

extension Performance {
  /// A deploy command or its rollback. Once it has started it either ends by itself with 0, or a person looks.
  func run(_ command: PlanCommand) async -> StepEnd {
    let spec: CommandSpec
    do { spec = try self.spec(of: command) } catch { return .failed(error.description) }
    let end = await runCommand(spec, claim.stop, .abandon)
    switch end {
    case .exited(0, let output): return .done(output.isEmpty ? nil : output)
    case .exited, .notStarted: return .failed(end.words(of: command))
    case .signaled, .timedOut, .stopped, .tooMuchOutput: return .unknown(end.words(of: command))
    }
  }

  /// A backfill that is a program: run until the plan's own query finds no row left, a bounded number of times.
  func backfill(by command: PlanCommand) async throws(TargetError) -> StepEnd {
    guard let query = claim.plan.backfill?.remaining, let statement = try? claim.plan.single(of: query) else {
      return .failed("the plan has no usable remaining query")
    }
    let spec: CommandSpec
    do { spec = try self.spec(of: command) } catch { return .failed(error.description) }
    var left = try await stoppable { target async throws(TargetError) in try await target.count(statement) }
    for _ in 1...100 {
      let end = await runCommand(spec, claim.stop, .gentle)
      switch end {
      case .stopped: return .stopped
      case .notStarted(let why): return .failed(why)
      case .exited(0, let output):
        let now = try await stoppable { target async throws(TargetError) in try await target.count(statement) }
        if now == 0 { return .done(output.isEmpty ? nil : output) }
        guard now < left else { return .failed("it ended well and \(now) rows are still left" + output.asTail) }
        left = now
      case .exited, .signaled, .timedOut, .tooMuchOutput: return .failed(end.words(of: command))
      }
    }
    return .failed("\(left) rows are left after 100 runs")
  }

  func spec(of command: PlanCommand) throws(UnpackedPlan.Failure) -> CommandSpec {
    let folder = try UnpackedPlan.folder(of: claim.plan, in: places.plans)
    let directory: String
    if command.directory.hasPrefix("/") {
      directory = command.directory
    } else {
      directory = command.directory == "." ? folder : folder + "/" + command.directory
    }
    return CommandSpec(
      arguments: command.command, directory: directory, plan: folder,
      environment: [
        "MIGRATED_MIGRATION": claim.migration.name, "MIGRATED_TARGET": claim.entry.name,
        "MIGRATED_ENVIRONMENT": claim.entry.environment, "MIGRATED_PHASE": claim.activity.name,
        "MIGRATED_ATTEMPT": String(claim.attempt), "MIGRATED_SCHEMA_VERSION": String(claim.plan.schemaVersion),
      ], timeout: command.timeout)
  }
}

extension CommandEnd {
  /// What became of it, and what it wrote.
  func words(of command: PlanCommand) -> String {
    switch self {
    case .exited(let code, let output): "\(command.command[0]) exited with \(code)" + output.asTail
    case .notStarted(let why): why
    case .signaled(let signal, let output): "ended by signal \(signal)" + output.asTail
    case .timedOut(let after, let output): "not done after \(after.inWords), ended" + output.asTail
    case .stopped(let output): "ended because it was no longer wanted" + output.asTail
    case .tooMuchOutput(let bytes, let output): "ended after \(bytes) bytes of output" + output.asTail
    }
  }
}

extension String {
  /// What a program wrote, after what became of it; where it wrote nothing, that.
  fileprivate var asTail: String { trimmed.isEmpty ? ", without output" : ": \(trimmed)" }
}
