/// Which of our modules may import which, each arrow with its reason. Nothing else may.
enum Walls {
  static let allowed: [String: [String: String]] = [
    "MigrationPhases": [:],
    "MigrationDigest": [:],
    "MigrationSQLite": [:],
    "MigrationPostgreSQL": [:],
    "MigrationPlan": ["MigrationPhases": "phases and findings", "MigrationDigest": "the plan's digest"],
    "MigrationLint": [
      "MigrationPhases": "phases and findings", "MigrationSQLite": "asks SQLite what a statement does",
    ],
    "MigrationStore": ["MigrationPhases": "the states it keeps", "MigrationDigest": "the hash chain"],
    "MigrationTargets": [
      "MigrationPhases": "statements and times", "MigrationDigest": "restore points, fingerprints",
      "MigrationSQLite": "the SQLite engine", "MigrationPostgreSQL": "the PostgreSQL engine",
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
      "MigrationPostgreSQL": "how targets are reached",
      "MigrationConfinement": "hides itself from programs of plans, and says what the kernel lacks",
    ],
    "migratectl": [
      "MigrationPhases": "phases and findings", "MigrationPlan": "check and new", "MigrationLint": "check",
      "MigrationControl": "the client",
    ],
    "migrated-demo": ["MigrationSQLite": "its databases"],
    "migrated-bench": [
      "MigrationPhases": "measures it", "MigrationStore": "measures it", "MigrationTargets": "measures it",
      "MigrationBackfill": "measures it", "MigrationControl": "measures it", "MigrationSQLite": "the limits",
      "MigrationDigest": "plans on record", "MigrationPostgreSQL": "how to reach the server",
    ],
    "CLandlock": [:],
    "MigrationConfinement": ["CLandlock": "the system calls"],
    "migrated-run": [
      "MigrationConfinement": "confines what it starts", "CLandlock": "signals as they can be waited for",
    ],
    "varlink-certification": ["MigrationControl": "serves the suite"],
  ]
}
