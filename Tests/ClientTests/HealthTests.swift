import MigrationControl
import Testing

@testable import migratectl

struct HealthTests {
  private static let well = Wire.TargetHealth(
    target: "shop-staging", environment: "staging", engine: "SQLite 3.40.1", ok: true, connected: true, latency: 15_200,
    currentVersion: 2, oldestSupported: 1, samples: 90, p50: 12_000, p99: 48_000)
  private static let away = Wire.TargetHealth(
    target: "shop-production", environment: "production", engine: "PostgreSQL", ok: false,
    error: "db1, port 5432 did not answer within 10 s", connected: false, samples: 0)

  private func run(
    _ arguments: [String], _ targets: [Wire.TargetHealth], asking: String, _ check: (Ran) throws -> Void
  ) async throws {
    try await CannedDaemon.with(["Health": [try .reply(Call.Health.Reply(targets: targets))]]) { daemon in
      try check(try await Ran.migratectl(["health"] + arguments, socket: daemon.socket))
      #expect(daemon.asked == [asking])
    }
  }

  @Test func `one target is the health document, with all of its fields`() async throws {
    try await run(
      ["shop-staging", "--requires", "2", "--json=short"], [Self.well], asking: #"Health {"target":"shop-staging"}"#
    ) { ran in
      #expect(ran.status == 0)
      #expect(
        ran.output == #"{"ok":true,"version":{"schema":2,"required":2,"compatible":true,"oldestSupported":1},"#
          + #""database":{"connected":true,"latency":"15ms","p50":"12ms","p99":"48ms","samples":90,"#
          + #""engine":"SQLite 3.40.1"},"target":"shop-staging","environment":"staging"}"# + "\n")
    }
  }

  @Test func `without a name it is a list, and what is not known is null`() async throws {
    try await run(["--json=short"], [Self.away], asking: "Health {}") { ran in
      #expect(ran.status == 1)
      #expect(
        ran.output
          == #"[{"ok":false,"version":{"schema":null,"required":null,"compatible":null,"oldestSupported":null},"#
          + #""database":{"connected":false,"latency":null,"p50":null,"p99":null,"samples":0,"engine":"PostgreSQL"},"#
          + #""target":"shop-production","environment":"production","#
          + #""error":"db1, port 5432 did not answer within 10 s"}]"# + "\n")
    }
  }

  @Test func `the table has a line for each`() async throws {
    try await run([], [Self.well, Self.away], asking: "Health {}") { ran in
      #expect(ran.status == 1 && ran.errors == "")
      #expect(
        ran.output == """
          TARGET           ENVIRONMENT  ENGINE         OK   SCHEMA  OLDEST  LATENCY   P50   P99  ERROR
          shop-staging     staging      SQLite 3.40.1  yes       2       1     15ms  12ms  48ms
          shop-production  production   PostgreSQL     NO                                        db1, port 5432 did not answer within 10 s

          2 targets, 1 ok.

          """)
    }
  }

  @Test func `the table fits the terminal, and says what matters most`() {
    let reports = [Self.well, Self.away].map { HealthReport($0, requires: nil) }
    for width in [40, 60, 80, 100, 120] {
      let lines = HealthTable(appearance: Made.terminal(width)).text(reports).split(separator: "\n")
      #expect(lines.allSatisfy { TextWidth.of(String($0)) <= width }, "\(width)")
      #expect(lines[1].contains("yes") && lines[2].contains("NO"), "\(width)")
    }
    #expect(HealthTable(appearance: Made.plain).text([]) == "No targets: the configuration names none.\n")
  }

  @Test(arguments: [
    (required: 0, isCompatible: false), (1, true), (2, true), (3, false),
  ])
  func `a version fits from the oldest supported to the present one`(required: Int, isCompatible: Bool) async throws {
    try await run(["--requires", "\(required)"], [Self.well], asking: "Health {}") { ran in
      #expect(ran.status == (isCompatible ? 0 : 1))
      #expect(ran.output.contains("version \(required) is required, and 1 to 2 is offered") != isCompatible)
    }
    let report = HealthReport(Self.well, requires: required)
    #expect(report.isCompatible == isCompatible && report.isOK == isCompatible)
    #expect(report.document["ok"] == .bool(isCompatible))
    #expect(report.document["version"]?["compatible"] == .bool(isCompatible))
  }

  @Test func `what cannot be reached is not compatible, and one version is told as one`() {
    #expect(HealthReport(Self.away, requires: 0).document["version"]?["compatible"] == false)
    var single = Self.well
    single.oldestSupported = 2
    #expect(HealthReport(single, requires: 1).error == "version 1 is required, and 2 alone is offered")
  }

  @Test func `a name that is not in the configuration is told with those that are`() async throws {
    let error = Wire.NoSuchTarget(target: "shop-stagin", known: ["shop-staging", "shop-production"])
    try await CannedDaemon.with(["Health": [try .error(error)]]) { daemon in
      let ran = try await Ran.migratectl(["health", "shop-stagin"], socket: daemon.socket)
      #expect(ran.status == 2 && ran.output == "")
      #expect(
        ran.errors == """
          Error: The daemon's configuration has no target "shop-stagin". Did you mean shop-staging? It names shop-staging and shop-production.

          """)
    }
  }

  @Test func `a version below nothing is refused before anything is asked`() async throws {
    let ran = try await Ran.migratectl(["health", "--requires=-1"])
    #expect(ran.status == 2 && ran.errors.contains("--requires: expected 0 or more"))
  }
}
