import Foundation

/// The files of this repository, for tests that hold them against the code or against rules. Paths are from its root.
public enum Repository {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Recorded texts are written anew rather than compared.
  public static var isRecording: Bool { ProcessInfo.processInfo.environment["MIGRATED_RECORD"] == "1" }

  public static func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }

  public static func record(_ text: String, at path: String) throws {
    try text.write(toFile: "\(root)/\(path)", atomically: true, encoding: .utf8)
  }

  public static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(path)") }

  /// Files that git tracks, and new ones that it does not ignore, sorted.
  public static let files: [String] = {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = [
      "git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard",
    ]
    git.standardOutput = output
    do { try git.run() } catch { return [] }
    let list = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    git.waitUntilExit()
    return Set(list.split(separator: "\0").map(String.init)).filter(exists).sorted()
  }()

  /// The first line in which two texts differ, as it stands in each; nil where they are the same.
  public static func difference(_ committed: String, _ made: String) -> String? {
    if committed == made { return nil }
    let old = committed.split(separator: "\n", omittingEmptySubsequences: false)
    let new = made.split(separator: "\n", omittingEmptySubsequences: false)
    let place = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
    let (was, now) = (place < old.count ? old[place] : "nothing", place < new.count ? new[place] : "nothing")
    return "line \(place + 1)\n  is:        \(was)\n  should be: \(now)"
  }
}
