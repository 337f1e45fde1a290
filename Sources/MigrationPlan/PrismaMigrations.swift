/// The folder `prisma/migrations` of a project, with its folders in it.
struct PrismaMigrations {
  struct Script {
    var folder: String
    var bytes: [UInt8]
  }

  private let path: String

  init(_ path: String) { self.path = path }

  /// The script of a folder that Prisma made.
  static func script(in folder: String) throws(PlanError) -> [UInt8] {
    let lookup = PlanSource.folder(try PlanFolder(folder)).look(for: PrismaFolder.script, atMost: PlanBounds.file)
    if let bytes = lookup.bytes { return bytes }
    let problem = lookup.problem(with: PrismaFolder.script, bound: PlanBounds.file)
    throw .unreadable(folder: folder, reason: problem?.message ?? "it has no \(PrismaFolder.script)")
  }

  /// Those of the folders that come before `folder`, by their names. What has no script is no migration.
  func scripts(before folder: String) throws(PlanError) -> [Script] {
    let root = try PlanFolder(path)
    var scripts: [Script] = []
    for name in root.names where name.utf8.lexicographicallyPrecedes(folder.utf8) {
      let file = "\(name)/\(PrismaFolder.script)"
      let lookup = root.look(for: file, atMost: PlanBounds.file)
      if case .missing = lookup { continue }
      guard let bytes = lookup.bytes else {
        let problem = lookup.problem(with: file, bound: PlanBounds.file)
        throw .unreadable(folder: "\(path)/\(name)", reason: problem?.message ?? "cannot be read")
      }
      scripts.append(Script(folder: name, bytes: bytes))
    }
    guard scripts.count <= PlanBounds.files - 3 else {
      throw .unreadable(
        folder: path,
        reason: "\(scripts.count) folders come before \(folder), and a plan has at most \(PlanBounds.files) files; "
          + "baseline the databases by npx prisma migrate resolve --applied FOLDER")
    }
    return scripts
  }
}
