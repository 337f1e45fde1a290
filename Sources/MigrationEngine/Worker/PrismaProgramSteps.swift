import MigrationPhases
import MigrationPlan
import MigrationTargets

/// A phase whose script a program applies, such as `npx prisma migrate deploy`.
extension Performance {
  /// nil where the ledger has it already. However the program ended, what Prisma has on record says what it did; so it
  /// does where the daemon ended meanwhile.
  func apply(by program: PlanCommand) async throws(TargetError) -> StepEnd? {
    let step = key(claim.activity.phase, StepName.apply)
    let (version, tie, companions) = (claim.plan.schemaVersion, claim.tie, claim.plan.companions(of: step.phase))
    let start = try await stoppable { target async throws(TargetError) in
      try await target.expectProgram(with: companions, as: step, tied: tie)
    }
    let words: String
    switch start {
    case .isOver: return nil
    case .isApplied: words = "it was applied by the program before, which was not run again"
    case .isOpen:
      let spec: CommandSpec
      do { spec = try self.spec(of: program) } catch { return .failed(error.description) }
      words = await runCommand(spec, claim.stop, .abandon).words(of: program)
    }
    do throws(TargetError) {
      let target = claim.entry.target
      switch try await target.proveProgram(with: companions, as: step, raisingTo: version, tied: tie) {
      case .alreadyDone: return nil
      case .done(let versions, let others):
        return .done("_prisma_migrations has it as applied, \(versions.inWords)\(others.besides); \(words)")
      case .notBegun:
        return .failed(
          "_prisma_migrations has no row of \(companions.prisma?.name ?? "it"): nothing was begun; \(words)")
      }
    } catch {
      guard case .failed(let why) = StepEnd(error) else { throw error }
      return .failed("\(why); \(words)")
    }
  }
}

extension [String] {
  /// What a program applied that is no part of the plan.
  fileprivate var besides: String {
    isEmpty ? "" : "; besides it, and unseen by any check, there was applied: " + joined(separator: ", ")
  }
}
