import Glibc

/// `migratectl status` from start to end against a program that only says its version.
struct StatusCommandBench: Bench {
  let names = ["ctl-status-vs-sqlite3"]

  private static let rounds = 15
  private static let runs = 20

  func measure(in place: Workplace) throws -> Report {
    let client = try place.program("migratectl")
    guard let sqlite3 = Self.find("sqlite3") else { throw BenchError("there is no sqlite3 in PATH") }
    let daemon = try DaemonUnderTest("status", SampleJournal(migrations: 3), in: place)
    defer { daemon.stop() }
    let environment = ["MIGRATED_SOCKET": daemon.socket]
    var (ratios, ours, limits): ([Double], [Double], [Double]) = ([], [], [])
    for round in 0...Self.rounds {
      let limit = try Self.seconds(sqlite3, ["--version"])
      let own = try Self.seconds(client, ["status"], environment)
      guard round > 0 else { continue }  // the first one warms up
      ratios.append(own / limit)
      ours.append(own * 1e3)
      limits.append(limit * 1e3)
    }
    return Report(
      figures: [Figure(names[0], try Spread(ratios), .atMost(5))],
      notes: [
        "milliseconds: migratectl status \(decimal(try Spread(ours).median)), "
          + "sqlite3 --version \(decimal(try Spread(limits).median))"
      ])
  }

  /// The median of several runs.
  private static func seconds(
    _ program: String, _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> Double {
    var times: [Double] = []
    for _ in 0..<runs {
      times.append(
        try Stopwatch.seconds {
          let status = try ChildProcess(program, arguments, environment: environment).wait()
          guard status == 0 else { throw BenchError("\(program) ended with \(status)") }
        })
    }
    return try Spread(times).median
  }

  private static func find(_ name: String) -> String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}
