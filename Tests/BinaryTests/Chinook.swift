import Foundation
import MigrationControl
import MigrationPhases
import Testing

/// A real, public database (https://github.com/lerocha/chinook-database), which is not part of this repository. A copy
/// of it for each engine is looked for in `../shared/data` beside the checkout.
enum Chinook {
  static let targets = ["staging", "production"]

  /// Where a copy is; nil where there is none. `variable` names another one.
  static func file(_ name: String, orNamedBy variable: String) -> String? {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let beside = root.deletingLastPathComponent().appendingPathComponent("shared/data/" + name).path
    let path = ProcessInfo.processInfo.environment[variable] ?? beside
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// One that runs, with both targets; `place` is a target's key for its engine.
  static func daemon(in folder: TestFolder, place: (String) -> String) throws -> RunningDaemon {
    let open = "{ minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }"
    let daemon = try RunningDaemon(
      folder: folder, policies: [("first", open), ("second", open)],
      places: [("staging", "first", place("staging")), ("production", "second", place("production"))])
    try daemon.start()
    return daemon
  }

  /// Takes the plan, whose files are given by name, through all phases on both targets, as an operator would. `after` is
  /// called when a phase is complete on both.
  static func carryThrough(
    _ plan: [String: String], named name: String, by daemon: RunningDaemon, after: (Phase) throws -> Void = { _ in }
  ) throws {
    for (file, content) in plan { try daemon.folder.write(content, to: "\(name)/\(file)") }
    try succeed(daemon.migratectl("register", name))
    for phase in Phase.allCases {
      for target in targets {
        try succeed(
          daemon.migratectl("advance", name, "--target", target, "--to", phase.rawValue, "--wait", "--yes"))
        let rollout = try daemon.rollout(name, target)
        #expect(rollout.state.text == "completed(\(phase.rawValue))", "\(rollout.detail ?? "")")
      }
      try after(phase)
    }
    for target in targets {
      let health = try daemon.migratectl("health", target, "--requires", "2", "--json=short")
      #expect(health.status == 0, "\(health)")
      #expect(
        health.output.hasPrefix(#"{"ok":true,"version":{"schema":2,"required":2,"compatible":true,"#), "\(health)")
      guard plan["contract.sql"] != nil else { continue }
      let tooOld = try daemon.migratectl("health", target, "--requires", "1", "--json=short")
      #expect(tooOld.output.contains(#""required":1,"compatible":false,"#) && tooOld.status == 1, "\(tooOld)")
    }
    try succeed(daemon.migratectl("audit", "verify"))
    #expect(daemon.stop() == 0)
  }

  private static func succeed(_ ran: Ran) throws {
    guard ran.status == 0 else { throw BinaryTestError("\(ran)") }
  }
}
