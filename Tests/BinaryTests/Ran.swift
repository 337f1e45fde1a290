import Foundation

/// A program that was run to its end.
struct Ran {
  var status: Int32
  var output: String
  var errors: String

  /// Runs `program` (a path, or a name in PATH) and waits for it.
  init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
    directory: String? = nil
  ) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program.hasPrefix("/") ? program : "/usr/bin/env")
    process.arguments = program.hasPrefix("/") ? arguments : [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    let folder = try TestFolder()
    for name in ["out", "err", "in"] { try folder.write(name == "in" ? input ?? "" : "", to: name) }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file("out")))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file("err")))
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: folder.file("in")))
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.file("out"))), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.file("err"))), as: UTF8.self)
  }
}
