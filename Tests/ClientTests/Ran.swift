import Foundation

/// The client, run to its end in a process of its own.
struct Ran: Sendable {
  var status: Int32
  /// Standard output; on a terminal everything.
  var output: String
  var errors: String

  /// The executable that was built beside this test bundle.
  static let client: String = {
    for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
      return URL(fileURLWithPath: argument).deletingLastPathComponent().path + "/migratectl"
    }
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: executable).deletingLastPathComponent().path + "/migratectl"
  }()

  /// Runs it in pipes. `interrupt` is called with the output so far until it says that Ctrl-C is to be typed.
  static func migratectl(
    _ arguments: [String], socket: String? = nil, directory: String? = nil, environment: [String: String] = [:],
    interruptWhen isReady: (@Sendable (String) -> Bool)? = nil
  ) async throws -> Ran {
    let folder = FileManager.default.temporaryDirectory.path + "/ran-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (out, err) = (folder + "/out", folder + "/err")
    for file in [out, err] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: client)
    process.arguments = arguments
    process.environment = Self.environment(socket).merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
    let ended = AsyncStream<Void> { continuation in
      process.terminationHandler = { _ in continuation.finish() }
    }
    try process.run()
    if let isReady {
      while process.isRunning, !isReady(text(out) + text(err)) { try await Task.sleep(for: .milliseconds(5)) }
      process.interrupt()
    }
    for await _ in ended {}
    return Ran(status: process.terminationStatus, output: text(out), errors: text(err))
  }

  static func environment(_ socket: String?) -> [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ["LD_LIBRARY_PATH": $0] } ?? [:]
    return ["PATH": path, "TZ": "UTC", "LANG": "C.UTF-8", "MIGRATED_SOCKET": socket ?? "/nonexistent/control.sock"]
      .merging(libraries) { $1 }
  }

  private static func text(_ file: String) -> String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }
}
