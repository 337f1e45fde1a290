import Foundation
import MigrationControl
import MigrationPhases
import RepositoryFiles

/// The real daemon in a process of its own, with a state folder and a socket in a test's folder.
final class RunningDaemon {
  let folder: TestFolder
  var socket: String { folder.file("control.sock") }
  private var process: Process?

  var pid: Int32 { process?.processIdentifier ?? 0 }

  /// Writes the configuration; `targets` are names by environment, each a file `NAME.sqlite` in the folder.
  convenience init(
    folder: TestFolder, policies: [(environment: String, policy: String)], targets: [(String, String)]
  ) throws {
    try self.init(
      folder: folder, policies: policies,
      places: targets.map { ($0, $1, "sqlite: { path: \(folder.file($0 + ".sqlite")) }") })
  }

  /// Writes the configuration; `places` are targets by name and environment, each with the key of its engine.
  init(
    folder: TestFolder, policies: [(environment: String, policy: String)],
    places: [(name: String, environment: String, place: String)]
  ) throws {
    self.folder = folder
    let environments = policies.map { "  - { name: \($0.environment), policy: \($0.policy) }" }
    let entries = places.map { "  - { name: \($0.name), environment: \($0.environment), groups: [shop], \($0.place) }" }
    try folder.write(
      """
      socket: { path: \(socket), mode: "0600" }
      state: \(folder.file("state"))
      roles:
        auditor: { groups: [] }
        operator: { users: ["\(getuid())"], groups: [] }
        admin: { users: ["\(getuid())"], groups: [] }
      environments:
      \(environments.joined(separator: "\n"))
      targets:
      \(entries.joined(separator: "\n"))

      """, to: "migrated.yaml")
  }

  deinit { kill() }

  func start() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try BuiltProducts.path(of: "migrated"))
    process.arguments = ["--config", folder.file("migrated.yaml")]
    process.environment = ["HOME": folder.file("home"), "PATH": "/usr/bin:/bin"]
    // Programs of plans cannot write beside the state folder.
    try FileManager.default.createDirectory(atPath: folder.file("home"), withIntermediateDirectories: true)
    let log = folder.file("daemon.log")
    if !FileManager.default.fileExists(atPath: log) { _ = FileManager.default.createFile(atPath: log, contents: nil) }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try handle.seekToEnd()
    process.standardError = handle
    process.standardOutput = handle
    try process.run()
    self.process = process
    try waitUntilItAnswers()
  }

  private func waitUntilItAnswers() throws {
    for _ in 0..<600 {
      if let client = try? VarlinkClient(path: socket), (try? client.call("org.varlink.service.GetInfo")) != nil {
        return
      }
      guard process?.isRunning == true else { break }
      usleep(10_000)
    }
    throw BinaryTestError("the daemon did not start:\n" + log)
  }

  var log: String { (try? String(contentsOfFile: folder.file("daemon.log"), encoding: .utf8)) ?? "" }

  /// As the kernel would: no warning.
  func kill() {
    guard let process, process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// As systemd would; gives the exit status.
  func stop() -> Int32 {
    guard let process else { return -1 }
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The exit status; nil where it still runs.
  func waitForEnd(within seconds: Double) -> Int32? {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if process?.isRunning == false { return process?.terminationStatus }
      usleep(50_000)
    }
    return nil
  }

  func call<M: ControlMethod>(_ method: M.Type, _ parameters: M.Parameters) throws -> M.Reply {
    let client = try VarlinkClient(path: socket, timeout: .seconds(60))
    let reply = try client.call(M.name, JSONValueEncoder.encodeObject(parameters))
    return try JSONValueDecoder.decodeObject(M.Reply.self, from: reply)
  }

  /// The real client, in the folder.
  func migratectl(_ arguments: String...) throws -> Ran {
    try Ran(
      try BuiltProducts.path(of: "migratectl"), arguments,
      environment: ["MIGRATED_SOCKET": socket, "TZ": "UTC", "LANG": "C.UTF-8"], directory: folder.path)
  }

  func rollout(_ migration: String, _ target: String) throws -> Wire.Rollout {
    let reply = try call(Call.List.self, .init(migration: migration, target: target))
    guard let rollout = reply.rollouts.first else { throw BinaryTestError("no rollout of \(migration) on \(target)") }
    return rollout
  }

  /// Waits until nothing is queued or running any more.
  func settled(_ migration: String, _ target: String, within seconds: Double = 60) throws -> Wire.Rollout {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      let rollout = try rollout(migration, target)
      if rollout.state.shape != .queued, rollout.state.shape != .running { return rollout }
      usleep(10_000)
    }
    throw BinaryTestError("\(migration) on \(target) did not come to rest within \(seconds) s:\n\(log.suffix(2_000))")
  }

  /// Starts a phase and waits until it is complete.
  func carryOut(_ phase: Phase, of migration: String, on target: String) throws {
    _ = try call(Call.Advance.self, .init(migration: migration, target: target, phase: phase))
    let rollout = try settled(migration, target)
    guard rollout.state.text == "completed(\(phase.rawValue))" else {
      throw BinaryTestError("\(phase) ended as \(rollout.state.text): \(rollout.detail ?? "")")
    }
  }
}

extension Wire.PlanFile {
  /// The files of a plan's folder.
  static func all(in folder: String) throws -> [Wire.PlanFile] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
      Wire.PlanFile(path: name, content: try String(contentsOfFile: folder + "/" + name, encoding: .utf8))
    }
  }
}
