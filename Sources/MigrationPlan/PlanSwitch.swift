/// How the application goes over to the new schema, and back.
public struct PlanSwitch: Sendable, Hashable {
  public let deploy: PlanCommand
  public let rollback: PlanCommand
  /// nil where nothing is probed after the deployment.
  public let health: PlanHealth?
  public let verify: [PlanQuery]
}
