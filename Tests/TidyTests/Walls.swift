/// Which of our modules may import which, each arrow with its reason. Nothing else may.
enum Walls {
  static let ours: Set<String> = Set(allowed.keys)

  static let allowed: [String: [String: String]] = [
    "MigrationPhases": [:],
    "MigrationDigest": [:],
    "MigrationSQLite": [:],
    "MigrationPlan": ["MigrationPhases": "phases and findings", "MigrationDigest": "the plan's digest"],
    "MigrationLint": [
      "MigrationPhases": "phases and findings", "MigrationSQLite": "asks SQLite what a statement does",
    ],
    "MigrationStore": ["MigrationPhases": "the states it keeps", "MigrationDigest": "the hash chain"],
    "MigrationTargets": [
      "MigrationPhases": "statements and times", "MigrationDigest": "restore points, fingerprints",
      "MigrationSQLite": "the SQLite engine",
    ],
    "MigrationBackfill": ["MigrationPhases": "times", "MigrationTargets": "what it drives"],
    "MigrationControl": ["MigrationPhases": "the phase as it is sent"],
    "MigrationEngine": [
      "MigrationPhases": "decides by it", "MigrationPlan": "what to do", "MigrationLint": "the lint gate",
      "MigrationStore": "keeps it", "MigrationTargets": "acts on them", "MigrationBackfill": "drives backfills",
      "MigrationDigest": "the digest gate",
    ],
    "migrated": [
      "MigrationPhases": "wiring", "MigrationPlan": "the strict YAML reader", "MigrationLint": "wiring",
      "MigrationStore": "wiring", "MigrationTargets": "wiring", "MigrationBackfill": "wiring",
      "MigrationControl": "the socket", "MigrationEngine": "what it serves", "MigrationDigest": "wiring",
    ],
    "migratectl": [
      "MigrationPhases": "phases and findings", "MigrationPlan": "check and new", "MigrationLint": "check",
      "MigrationControl": "the client",
    ],
    "migrated-demo": ["MigrationSQLite": "its databases"],
    "migrated-bench": [
      "MigrationPhases": "measures it", "MigrationStore": "measures it", "MigrationTargets": "measures it",
      "MigrationBackfill": "measures it", "MigrationControl": "measures it", "MigrationSQLite": "the limits",
      "MigrationDigest": "digests of what it makes", "MigrationPlan": "plans to register",
      "MigrationEngine": "measures it",
    ],
    "varlink-certification": ["MigrationControl": "serves the suite"],
  ]

  /// Modules that must start fast or stay pure, and so do without Foundation.
  static let withoutFoundation: Set<String> = ["MigrationPhases", "MigrationControl", "migratectl", "MigrationDigest"]

  /// Names of the modules that a Swift file imports.
  static func imports(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      var words = line.split(whereSeparator: { $0 == " " }).map(String.init)[...]
      while let first = words.first, first.hasPrefix("@") || ["public", "internal", "private"].contains(first) {
        words = words.dropFirst()
      }
      guard words.first == "import" else { return nil }
      return words.dropFirst().last.map { String($0.split(separator: ".")[0]) }
    }
  }

  /// What is wrong with the imports of one file of a module.
  static func breaches(module: String, imports: [String]) -> [String] {
    guard let allowed = allowed[module] else { return ["\(module) is on no map: add it to Walls and architecture.md"] }
    var breaches: [String] = []
    for name in imports {
      if ours.contains(name), name != module, allowed[name] == nil {
        breaches.append("\(module) may not import \(name)")
      }
      if name.hasPrefix("Foundation"), withoutFoundation.contains(module) {
        breaches.append("\(module) does without Foundation")
      }
    }
    return breaches
  }
}
