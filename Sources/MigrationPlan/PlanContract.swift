/// What is taken away at the end.
public struct PlanContract: Sendable, Hashable {
  /// The plan's own waiting period after switch; the environment's minimum may be longer.
  public let after: Duration
  public let sql: PlanScript
  /// Where `sql` is a migration of Prisma's.
  public let prisma: PrismaFolder?
  /// Applies that migration in the daemon's place; nil where the daemon does.
  public let run: PlanCommand?
  public let verify: [PlanQuery]
}
