import Glibc

extension Plan {
  /// Absolute paths of `migration.sql` where the folder of contract lies among the migrations of a project of Prisma's:
  /// whoever runs `prisma migrate deploy` there applies it.
  /// - Parameter folder: the plan's own. Looked at are it, and the folders it lies in, for a `prisma/migrations` or a
  ///   folder of migrations itself.
  public func contractAmongMigrations(around folder: String) -> [String] {
    guard let contract = self.contract, let prisma = contract.prisma, let real = realpath(folder, nil) else {
      return []
    }
    defer { free(real) }
    let root = String(cString: real)
    let own = contract.sql.file.split(separator: "/").dropLast(2).joined(separator: "/")
    // What a plan keeps in folders of such a name is a project's only with its lock beside.
    var places = ["\(root)/\(own)", "\(root)/prisma/migrations"].filter(PrismaProjects.hasLock)
    for ancestor in PrismaProjects.ancestors(of: root) {
      places.append("\(ancestor)/prisma/migrations")
      places += ["\(ancestor)/migrations", ancestor].filter(PrismaProjects.hasLock)
    }
    var found: [String] = []
    for place in places {
      let file = "\(place)/\(prisma.name)/\(PrismaFolder.script)".replacing("//", with: "/")
      if access(file, F_OK) == 0, !found.contains(file) { found.append(file) }
    }
    return found
  }
}

/// Projects of Prisma's around a plan.
private enum PrismaProjects {
  /// The folders that an absolute path lies in, the nearest first.
  static func ancestors(of path: String) -> [String] {
    var parts = path.split(separator: "/")
    var ancestors: [String] = []
    while !parts.isEmpty {
      parts.removeLast()
      ancestors.append("/" + parts.joined(separator: "/"))
    }
    return ancestors
  }

  /// What Prisma puts beside its folders.
  static func hasLock(_ folder: String) -> Bool { access("\(folder)/migration_lock.toml", F_OK) == 0 }
}
