import MigrationControl
import MigrationLint
import MigrationPhases
import MigrationPlan

/// A plan's folder, and everything that can be said about it without a database.
struct CheckedPlan: Sendable {
  let folder: String
  /// nil where the folder is not a plan.
  let plan: Plan?
  let findings: [Finding]

  init(folder: String) throws(Failure) {
    self.folder = folder
    do {
      let plan = try Plan.read(try PlanFiles.load(folder: folder))
      self.plan = plan
      findings = PlanLint.check(LintInput(plan), schema: nil) + Self.early(plan, in: folder)
    } catch {
      switch error {
      case .findings(let found):
        plan = nil
        findings = found
      case .unreadable, .notAPlan: throw .usage("\(error.description). Give the folder of a plan.")
      }
    }
  }

  /// What the daemon cannot see, since it gets no more than the plan.
  var early: [Finding] { findings.filter { $0.rule == LintRule.prismaEarly.rawValue } }

  private static func early(_ plan: Plan, in folder: String) -> [Finding] {
    plan.contractAmongMigrations(around: folder).map { file in
      Finding(
        severity: .warning, file: file, rule: LintRule.prismaEarly.rawValue,
        message:
          "this is the plan's contract, and whoever runs `prisma migrate deploy` here applies it before its time",
        hint: "move the folder out of the project until contract is done everywhere, then put it back: it is on record "
          + "as applied by then")
    }
  }

  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// The files as they are sent; throws where the plan has errors.
  func files() throws(Failure) -> [Wire.PlanFile] {
    guard let plan, !hasErrors else { throw .invalidPlan(folder: folder, findings) }
    var files: [Wire.PlanFile] = []
    for file in plan.files.files {
      guard let content = String(validating: file.bytes, as: UTF8.self) else {
        let finding = Finding(
          file: file.path, rule: "not-utf8", message: "the file is not text in UTF-8",
          hint: "a plan is sent as text; save the file as UTF-8")
        throw .invalidPlan(folder: folder, [finding])
      }
      files.append(Wire.PlanFile(path: file.path, content: content))
    }
    return files
  }
}
