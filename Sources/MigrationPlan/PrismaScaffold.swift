import MigrationPhases

extension Plan {
  /// A plan whose expand is a folder of `prisma migrate`, with what has to be written by hand left to be written.
  /// - Parameters:
  ///   - takesEarlier: whether the folders that come before it go along, as `expand.prismaBaseline`.
  ///   - wayBack: writes what takes a script of that path and text back.
  /// - Throws: `PlanError.findings` where `name` cannot be a plan's, `PlanError.unreadable` where `path` is no such folder
  ///   or belongs to a project of another database.
  public static func scaffold(
    name: String, fromPrismaFolder path: String, takesEarlier: Bool = false,
    wayBack: (_ file: String, _ text: String) -> String
  ) throws(PlanError) -> PlanFiles {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    while parts.count > 1, parts.last == "" { parts.removeLast() }
    let folder = parts.removeLast()
    guard PrismaFolder.isName(folder) else {
      throw .unreadable(
        folder: path, reason: "is no folder of prisma migrate, whose names begin with fourteen digits and an underscore"
      )
    }
    let parent = parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
    try requirePostgreSQL(in: parent)
    let script = try PrismaMigrations.script(in: path)
    let earlier = takesEarlier ? try PrismaMigrations(parent).scripts(before: folder) : []
    let back = wayBack("\(folder)/\(PrismaFolder.script)", String(decoding: script, as: UTF8.self))
    return try scaffold(name: name, folder: folder, script: script, earlier: earlier, back: back)
  }

  /// `migration_lock.toml` beside the folders says what the project's database is.
  private static func requirePostgreSQL(in parent: String) throws(PlanError) {
    let name = "migration_lock.toml"
    let lock = PlanSource.folder(try PlanFolder(parent)).look(for: name, atMost: PlanBounds.descriptionFile)
    guard let bytes = lock.bytes else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix("provider") }
    guard let provider = line?.split(separator: "\"").dropFirst().first, provider != "postgresql" else { return }
    throw .unreadable(
      folder: "\(parent)/\(name)",
      reason: "the project's provider is \(provider); only postgresql is applied by migrated")
  }

  private static func scaffold(
    name: String, folder: String, script: [UInt8], earlier: [PrismaMigrations.Script], back: String
  ) throws(PlanError) -> PlanFiles {
    let file = "\(folder)/\(PrismaFolder.script)"
    let heading = "-- Takes back exactly what \(file) adds, last thing first. Read it before you trust it.\n"
    let files = PlanFiles(
      [
        PlanFile(path: fileName, text: description(name, folder, earlier.map(\.folder))),
        PlanFile(path: file, bytes: script),
        PlanFile(path: "expand.rollback.sql", text: heading + back),
      ] + earlier.map { PlanFile(path: "\($0.folder)/\(PrismaFolder.script)", bytes: $0.bytes) })
    _ = try read(files)
    return files
  }

  private static func description(_ name: String, _ folder: String, _ earlier: [String]) -> String {
    let baseline =
      earlier.isEmpty
      ? ""
      : "\n" + """
          # What the databases have already. One that has no _prisma_migrations gets it with these as applied.
          prismaBaseline:
        \(earlier.map { "    - \"\($0)\"" }.joined(separator: "\n"))
        """
    return """
      # A migration for migrated, whose expand is a folder that `prisma migrate` made. It goes on record in the table
      # _prisma_migrations as the Prisma CLI would put it there. Do not edit migration.sql: Prisma compares its checksum.

      name: "\(name)"
      description: What \(folder) is for
      owner: your-team
      # A group of databases in the daemon's configuration.
      targets: shop
      engine: postgresql
      # The schema version that the database offers once expand is complete.
      schemaVersion: 2

      expand:
        prisma: \(folder)\(baseline)
        rollback: expand.rollback.sql

      # How existing rows get what was added, the release that uses it, and what is taken away weeks later: see docs/plan.md.
      # Keep the folder that takes things away out of prisma/migrations until then, or `prisma migrate deploy` runs it.
      # contract:
      #   after: 14d
      #   prisma: 20270101120000_drop_old_columns

      """
  }
}
