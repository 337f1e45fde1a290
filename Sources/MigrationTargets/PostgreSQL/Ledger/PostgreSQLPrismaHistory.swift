/// What `_prisma_migrations` says was applied or begun, and whether a migration of the plan goes with that.
struct PostgreSQLPrismaHistory: Sendable, Hashable {
  /// A row that is not rolled back.
  struct Row: Sendable, Hashable {
    var name: String
    var checksum: String
    /// nil where it was begun and is not finished.
    var finished: String?
    /// The first line.
    var logs: String?
  }

  /// In the order in which they were begun.
  private let rows: [Row]

  init(_ rows: [Row]) { self.rows = rows }

  /// - Returns: what is no reason to refuse it, and belongs on record.
  /// - Throws: `TargetError.unsupported` with the reason and the way out.
  func accept(_ migration: PrismaMigration) throws(TargetError) -> [String] {
    try refuseUnfinished(beside: migration.name)
    try refuseOwn(migration)
    if !migration.baseline.isEmpty { try refuseOtherHistory(than: migration) }
    return outOfOrder(migration.name)
  }

  /// How far a migration is by its rows.
  enum Standing: Sendable, Hashable {
    case absent
    case unfinished(logs: String?)
    case finished(at: String)
  }

  /// - Throws: `TargetError.unsupported` where what was applied is not what the plan has.
  func standing(of migration: PrismaMigration) throws(TargetError) -> Standing {
    let own = rows.filter { $0.name == migration.name }
    guard let last = own.last else { return .absent }
    try refuseEdited(migration, last)
    if let finished = own.last(where: { $0.finished != nil })?.finished { return .finished(at: finished) }
    return .unfinished(logs: last.logs)
  }

  static func unfinished(_ name: String, _ logs: String?) -> TargetError {
    let why = logs.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
    return .unsupported(
      "_prisma_migrations has \(name) as begun and not finished\(why); find out what became of it, then "
        + "npx prisma migrate resolve --applied \(name), or --rolled-back \(name)")
  }

  static func appliedByItself(_ name: String, at moment: String) -> TargetError {
    .unsupported(
      "_prisma_migrations has \(name) as applied by Prisma itself at \(moment); there is nothing left to apply: plan "
        + "what comes after it")
  }

  private func refuseUnfinished(beside name: String) throws(TargetError) {
    guard let row = rows.first(where: { $0.finished == nil && $0.name != name }) else { return }
    throw Self.unfinished(row.name, row.logs)
  }

  /// Rows of this migration that the daemon's own ledger knows nothing of.
  private func refuseOwn(_ migration: PrismaMigration) throws(TargetError) {
    let own = rows.filter { $0.name == migration.name }
    if let last = own.last { try refuseEdited(migration, last) }
    if let finished = own.last(where: { $0.finished != nil })?.finished {
      throw Self.appliedByItself(migration.name, at: finished)
    }
  }

  private func refuseEdited(_ migration: PrismaMigration, _ row: Row) throws(TargetError) {
    guard !migration.checksums.contains(row.checksum) else { return }
    throw .unsupported(
      "_prisma_migrations has \(migration.name) with the checksum \(row.checksum.prefix(12)), the plan's is "
        + "\(migration.checksums[0].prefix(12)): the folder was edited afterwards; take the one that was applied, or "
        + "make a new folder")
  }

  /// Where the plan says what comes before it, that is what is there, and nothing else.
  private func refuseOtherHistory(than migration: PrismaMigration) throws(TargetError) {
    for earlier in migration.baseline {
      guard let row = rows.last(where: { $0.name == earlier.name }) else {
        throw .unsupported(
          "_prisma_migrations does not have \(earlier.name), which the plan's expand.prismaBaseline names as applied; "
            + "apply it first, or, where its changes are there, npx prisma migrate resolve --applied \(earlier.name)")
      }
      try refuseEdited(earlier, row)
    }
    let known = Set(migration.baseline.map(\.name) + [migration.name])
    guard let row = rows.first(where: { !known.contains($0.name) && $0.name.comes(before: migration.name) }) else {
      return
    }
    throw .unsupported(
      "_prisma_migrations has \(row.name) as applied, which the plan's expand.prismaBaseline does not name; find out "
        + "where it comes from, and name it there if it belongs to the project")
  }

  /// The CLI applies a folder that sorts before one that is applied already, and so does the daemon.
  private func outOfOrder(_ name: String) -> [String] {
    let later = rows.map(\.name).filter { name.comes(before: $0) }
    guard let last = later.max(by: { $0.comes(before: $1) }) else { return [] }
    let more = later.count > 1 ? " and \(later.count - 1) more" : ""
    return [
      "\(name) was applied after \(last)\(more), which sort after it: a database that Prisma makes anew gets them the "
        + "other way round"
    ]
  }
}

extension String {
  /// As Prisma sorts its folders, by the bytes of their names.
  fileprivate func comes(before other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
