// swift-tools-version: 6.2
import PackageDescription

// Every arrow between our own modules is drawn here; Tests/TidyTests holds the imports against it.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqliteC: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "migrated",
  products: [
    .executable(name: "migrated", targets: ["migrated"]),
    .executable(name: "migratectl", targets: ["migratectl"]),
    .executable(name: "migrated-run", targets: ["migrated-run"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-system.git", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
  ],
  targets: [
    .systemLibrary(
      name: "CLibcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CPgQuery", providers: [.apt(["libpg-query-dev"])]),
    .systemLibrary(name: "CMalloc"),

    // The kernel's means to confine a program, and what lies between fork and exec.
    .target(name: "CLandlock", swiftSettings: strict),

    module("MigrationConfinement", ["CLandlock"]),
    module("MigrationDigest", ["CLibcrypto"]),
    module("MigrationPhases"),
    module("MigrationSQLite", [sqliteC]),
    module("MigrationPostgreSQL", ["CLibpq"]),
    module("MigrationPlan", ["MigrationPhases", "MigrationDigest", yams]),
    module("MigrationLint", ["MigrationPhases", "MigrationSQLite", "CPgQuery"]),
    module("MigrationStore", ["MigrationPhases", "MigrationDigest", "CMalloc", grdb]),
    module(
      "MigrationTargets", ["MigrationPhases", "MigrationDigest", "MigrationSQLite", "MigrationPostgreSQL"]),
    module("MigrationBackfill", ["MigrationPhases", "MigrationTargets"]),
    module(
      "MigrationControl", ["MigrationPhases", nioCore, nioPosix],
      resources: [.embedInCode("dev.migrated.Control.varlink"), .embedInCode("org.varlink.service.varlink")]),
    module(
      "MigrationEngine",
      [
        "MigrationPhases", "MigrationPlan", "MigrationLint", "MigrationStore", "MigrationTargets",
        "MigrationBackfill", "MigrationDigest", "CCurl", subprocess, systemPackage, logging,
      ]),
    .executableTarget(
      name: "migrated",
      dependencies: [
        "MigrationPhases", "MigrationPlan", "MigrationLint", "MigrationStore", "MigrationTargets",
        "MigrationBackfill", "MigrationControl", "MigrationEngine", "MigrationDigest", "MigrationConfinement",
        "MigrationPostgreSQL", yams, logging, arguments, lifecycle, signals,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "migratectl",
      dependencies: [
        "MigrationPhases", "MigrationPlan", "MigrationLint", "MigrationControl", arguments,
      ],
      swiftSettings: strict),
    // Started by the daemon in place of a plan's program; small, since each of them has one. In libexec.
    .executableTarget(
      name: "migrated-run", dependencies: ["MigrationConfinement", "CLandlock"], swiftSettings: strict),
    // A server of our own for other people's conformance clients; not installed.
    .executableTarget(
      name: "varlink-certification", dependencies: ["MigrationControl"],
      resources: [.embedInCode("org.varlink.certification.varlink")], swiftSettings: strict),

    // The figures of `make bench`; not installed.
    .executableTarget(
      name: "migrated-bench",
      dependencies: [
        "MigrationPhases", "MigrationStore", "MigrationSQLite", "MigrationTargets", "MigrationBackfill",
        "MigrationControl", "MigrationDigest", "MigrationPostgreSQL", "ThrowawayPostgreSQL", arguments,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "migrated-demo", dependencies: ["MigrationSQLite", arguments], swiftSettings: strict),

    .target(name: "RepositoryFiles", path: "Tests/RepositoryFiles", swiftSettings: strict),
    .target(
      name: "ThrowawayPostgreSQL", dependencies: ["CLibpq"], path: "Tests/ThrowawayPostgreSQL", swiftSettings: strict),
    tests("PhasesTests", ["MigrationPhases", "RepositoryFiles"], exclude: ["Scenarios"]),
    tests("PostgreSQLTests", ["MigrationPostgreSQL", "ThrowawayPostgreSQL"]),
    tests("ConfinementTests", ["MigrationConfinement", "CLandlock"]),
    tests("PlanTests", ["MigrationPlan", "MigrationDigest"]),
    tests("LintTests", ["MigrationLint", "MigrationSQLite"]),
    tests(
      "StoreTests", ["MigrationStore", "MigrationPhases", "MigrationDigest", grdb], resources: [.copy("Fixtures")]),
    tests(
      "TargetsTests", ["MigrationTargets", "MigrationBackfill", "MigrationSQLite", "MigrationDigest"],
      resources: [.copy("Fixtures")]),
    tests(
      "PostgreSQLTargetTests",
      ["MigrationTargets", "MigrationPostgreSQL", "MigrationPhases", "MigrationDigest", "ThrowawayPostgreSQL"]),
    // What every target promises, of both engines. Its name puts it beside the other tests that need a server.
    tests(
      "PostgreSQLAndSQLiteTests",
      ["MigrationTargets", "MigrationPostgreSQL", "MigrationSQLite", "MigrationPhases", "ThrowawayPostgreSQL"]),
    tests(
      "EngineTests",
      [
        "MigrationEngine", "MigrationStore", "MigrationTargets", "MigrationPhases", "MigrationPlan", "MigrationLint",
        "MigrationSQLite", "MigrationConfinement", "MigrationPostgreSQL", "ThrowawayPostgreSQL", "RepositoryFiles",
        "migrated-run", grdb, logging,
      ]),
    tests(
      "SimulationTests",
      [
        "MigrationEngine", "MigrationStore", "MigrationTargets", "MigrationPhases", "MigrationPlan", grdb, logging,
      ]),
    tests(
      "DaemonTests",
      [
        "migrated", "MigrationEngine", "MigrationPhases", "MigrationPlan", "MigrationTargets", "RepositoryFiles",
        logging,
      ]),
    tests("ClientTests", ["migratectl", "MigrationControl", "MigrationPhases", "MigrationPlan"]),
    tests("ControlTests", ["MigrationControl", "varlink-certification"]),
    tests(
      "BinaryTests",
      [
        "MigrationControl", "MigrationPhases", "MigrationSQLite", "ThrowawayPostgreSQL", "RepositoryFiles", "migrated",
        "migratectl", "migrated-demo",
      ]),
    tests("TidyTests", ["RepositoryFiles"]),
  ]
)
