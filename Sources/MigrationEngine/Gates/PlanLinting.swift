import MigrationLint
import MigrationPhases
import MigrationPlan

enum PlanLinting {
  static func findings(in plan: Plan, schema: [String]?) -> [Finding] { [] }
  static func findings(in plan: Plan, phase: Phase, schema: [String]) -> [Finding] { [] }
}
