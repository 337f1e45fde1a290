/// What expand does and how it is undone.
public struct PlanExpand: Sendable, Hashable {
  public let sql: PlanScript
  /// Where `sql` is a migration of Prisma's.
  public let prisma: PrismaFolder?
  /// Migrations of Prisma's that come before it, in the order of their names, where the plan says which.
  public let prismaBaseline: [PrismaFolder]
  /// Applies that migration in the daemon's place; nil where the daemon does.
  public let run: PlanCommand?
  /// Takes back exactly what `sql` added.
  public let rollback: PlanScript
  public let verify: [PlanQuery]
}
