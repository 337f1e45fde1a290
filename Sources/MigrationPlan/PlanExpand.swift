/// What expand does and how it is undone.
public struct PlanExpand: Sendable, Hashable {
  public let sql: PlanScript
  /// Where `sql` is a migration of Prisma's.
  public let prisma: PrismaFolder?
  /// Takes back exactly what `sql` added.
  public let rollback: PlanScript
  public let verify: [PlanQuery]
}
