import Foundation
import MigrationSQLite
import RepositoryFiles

@testable import MigrationEngine

/// A state folder with a journal in it, a place beside it, and a process of the same user that is not confined.
final class Yard {
  let folder: String
  let bystander: Process
  var state: String { folder + "/state" }
  var beside: String { folder + "/beside" }
  var plan: String { state + "/plans/p" }
  var journal: String { state + "/journal.sqlite" }
  var places: WorkPlaces { Shop.places(in: state) }
  var runner: CommandRunner { CommandRunner(launcher: Shop.launcher, places: places) }

  init() throws {
    folder = NSTemporaryDirectory() + "migrated-yard-" + UUID().uuidString
    for part in ["state/copies", "state/plans/p", "state/run", "state/home", "beside"] {
      try FileManager.default.createDirectory(atPath: folder + "/" + part, withIntermediateDirectories: true)
    }
    try Data("#!/bin/sh\necho from the plan\n".utf8).write(to: URL(fileURLWithPath: folder + "/state/plans/p/p.sh"))
    try Data("a secret".utf8).write(to: URL(fileURLWithPath: folder + "/state/copies/copy"))
    bystander = Process()
    bystander.executableURL = URL(fileURLWithPath: "/bin/sleep")
    bystander.arguments = ["300"]
    bystander.currentDirectoryURL = URL(fileURLWithPath: folder + "/state/copies")
    bystander.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: folder + "/state/copies/copy"))
    _ = try BuiltProducts.path(of: "migrated-run")
    let database = try SQLiteConnection(path: journal, mode: .create)
    try database.run("PRAGMA journal_mode = WAL")
    try database.run("CREATE TABLE approval (who TEXT)")
    try database.run("INSERT INTO approval VALUES ('nobody')")
    try bystander.run()
  }

  deinit {
    // Also after an init that threw before it was started: then it has the number 0, which stands for this whole group.
    if bystander.processIdentifier > 0 {
      kill(bystander.processIdentifier, SIGKILL)
      bystander.waitUntilExit()
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  func file(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + name) }

  /// What the journal says of who approved; nil where it cannot be read any more.
  var approval: String? {
    guard let database = try? SQLiteConnection(path: journal, mode: .readOnly),
      case .text(let who)?? = try? database.run("SELECT who FROM approval").first?.first
    else { return nil }
    return who
  }

  var variables: [String: String] {
    [
      "STATE": state, "BESIDE": beside, "PLAN": plan, "JOURNAL": journal, "BYSTANDER": "\(bystander.processIdentifier)",
    ]
  }

  /// As the daemon runs it.
  func confined(_ script: String, timeout: Duration = .seconds(30)) async -> CommandEnd {
    await runner.run(spec(["/bin/sh", "-c", script], timeout: timeout), until: StopSignal(), at: .abandon)
  }

  func spec(_ arguments: [String], timeout: Duration = .seconds(30)) -> CommandSpec {
    CommandSpec(arguments: arguments, directory: plan, plan: plan, environment: variables, timeout: timeout)
  }

  /// As it would be without: a child of this process.
  func free(_ script: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.environment = variables.merging(["PATH": "/usr/local/bin:/usr/bin:/bin"]) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: plan)
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }
}

extension Yard {
  /// As one word for a shell.
  func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

  func until(_ isSo: () -> Bool) async throws {
    for _ in 0..<6_000 {
      if isSo() { return }
      try await Task.sleep(for: .milliseconds(5))
    }
    throw Shop.NeverSo()
  }

  /// The number that a program wrote into a file, once it has.
  func number(in name: String) async throws -> Int {
    try await until { text(name).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } != nil }
    return text(name).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? 0
  }

  /// A number of /proc/PID/status; nil where there is no such process.
  static func status(of pid: Int, _ key: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix(key + ":") }
    return line.flatMap { Int($0.dropFirst(key.count + 1).trimmingCharacters(in: .whitespaces)) }
  }
}
