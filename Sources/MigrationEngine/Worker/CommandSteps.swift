import Glibc
import MigrationPhases
import MigrationPlan
import MigrationTargets

extension Performance {
  /// A deploy command or its rollback. Once it has started it either ends by itself with 0, or a person looks.
  func run(_ command: PlanCommand) async -> StepEnd {
    let spec: CommandSpec
    do { spec = try self.spec(of: command) } catch { return .failed(error.description) }
    switch await runCommand(spec, claim.stop, .abandon) {
    case .exited(0, let output): return .done(output.isEmpty ? nil : output)
    case .exited(let code, let output): return .failed("\(command.command[0]) exited with \(code)" + output.asTail)
    case .notStarted(let why): return .failed(why)
    case .signaled(let signal, let output): return .unknown("ended by signal \(signal)" + output.asTail)
    case .timedOut(let after, let output): return .unknown("not done after \(after.inWords), ended" + output.asTail)
    case .stopped(let output): return .unknown("ended because it was no longer wanted" + output.asTail)
    case .tooMuchOutput(let bytes, let output): return .unknown("ended after \(bytes) bytes of output" + output.asTail)
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
      case .exited(let code, let output): return .failed("\(command.command[0]) exited with \(code)" + output.asTail)
      case .signaled(let signal, let output): return .failed("ended by signal \(signal)" + output.asTail)
      case .timedOut(let after, let output): return .failed("not done after \(after.inWords), ended" + output.asTail)
      case .tooMuchOutput(let bytes, let output): return .failed("ended after \(bytes) bytes of output" + output.asTail)
      }
    }
    return .failed("\(left) rows are left after 100 runs")
  }

  private func spec(of command: PlanCommand) throws(UnpackedPlan.Failure) -> CommandSpec {
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

extension String {
  /// What a program wrote, after what became of it; where it wrote nothing, that.
  fileprivate var asTail: String { trimmed.isEmpty ? ", without output" : ": \(trimmed)" }
}
