import Foundation

/// The checkout that this test was built from, as git knows it.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Tracked files and new ones that are not ignored, by their path.
  static let files: [String] = {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", root.path, "ls-files", "--cached", "--others", "--exclude-standard"]
    process.standardOutput = output
    do { try process.run() } catch { return [] }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let paths = Set(String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init))
    return paths.filter { FileManager.default.fileExists(atPath: root.appendingPathComponent($0).path) }.sorted()
  }()

  static func text(_ path: String) -> String {
    (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }

  static var sources: [String] { files.filter { $0.hasPrefix("Sources/") && $0.hasSuffix(".swift") } }
  static var swiftFiles: [String] { files.filter { $0.hasSuffix(".swift") } }
}
