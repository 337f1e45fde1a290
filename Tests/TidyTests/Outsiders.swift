/// Which of our modules may import what is not ours.
enum Outsiders {
  /// Packages and libraries with a wall around them: only these modules import them.
  static let walls: [String: (modules: Set<String>, reason: String)] = [
    "GRDB": (["MigrationStore"], "only the journal is kept through GRDB"),
    "GRDBSQLite": (["MigrationSQLite"], "the C interface of SQLite is wrapped once"),
    "CLibpq": (["MigrationPostgreSQL"], "libpq is wrapped once"),
    "CPgQuery": (["MigrationLint"], "PostgreSQL's parser is wrapped once"),
    "CLibcrypto": (["MigrationDigest"], "libcrypto is wrapped once"),
    "CLandlock": (["MigrationConfinement", "migrated-run"], "the kernel's means to confine are wrapped once"),
    "CMalloc": (["MigrationStore"], "memory is kept where transactions need it"),
    "CCurl": (["MigrationEngine"], "libcurl is wrapped once"),
    "Yams": (["MigrationPlan", "migrated"], "only plans and the configuration are YAML"),
    "NIOCore": (["MigrationControl"], "only the control socket is served by NIO"),
    "NIOPosix": (["MigrationControl"], "only the control socket is served by NIO"),
    "Subprocess": (["MigrationEngine"], "only the engine runs commands"),
    "SystemPackage": (["MigrationEngine"], "only the engine runs commands"),
    "ServiceLifecycle": (["migrated"], "only the daemon has a life to manage"),
    "ArgumentParser": (
      ["migrated", "migratectl", "migrated-demo", "migrated-bench"], "only executables have arguments"
    ),
    "Logging": (["MigrationControl", "MigrationEngine", "migrated"], "what only computes has nothing to log"),
  ]

  /// Modules that do without Foundation, and why.
  static let withoutFoundation: [String: String] = [
    "MigrationPhases": "it is pure: no clock, no files, no locale",
    "MigrationControl": "it is linked into the client, which has to start at once",
    "MigrationDigest": "libcrypto is all it needs",
    "MigrationPostgreSQL": "libpq is all it needs",
    "MigrationConfinement": "it is linked into what each program of a plan has beside it",
    "migrated-run": "each program of a plan has one beside it",
    "migratectl": "it has to start at once",
  ]

  static func complaints(about file: SourceFile) -> [Complaint] {
    file.imports.compactMap { line, name in
      if name.hasPrefix("Foundation"), let reason = withoutFoundation[file.module] {
        return Complaint(path: file.path, line: line, message: "\(file.module) must not import \(name): \(reason)")
      }
      if let wall = walls[name], !wall.modules.contains(file.module) {
        return Complaint(path: file.path, line: line, message: "\(file.module) must not import \(name): \(wall.reason)")
      }
      return nil
    }
  }
}
