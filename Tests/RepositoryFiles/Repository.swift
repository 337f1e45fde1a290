import Foundation

/// The files of this repository, for tests that hold them against the code or against rules.
public enum Repository {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Recorded texts are written anew rather than compared.
  public static var isRecording: Bool { ProcessInfo.processInfo.environment["MIGRATED_RECORD"] == "1" }

  public static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  public static func record(_ text: String, at path: String) throws {
    try text.write(to: root.appending(path: path), atomically: true, encoding: .utf8)
  }

  public static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// The names in a folder, sorted; folders end with a slash.
  public static func names(in path: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      at: path.isEmpty ? root : root.appending(path: path), includingPropertiesForKeys: [.isDirectoryKey]
    ).map { url in
      let isFolder = try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false
      return url.lastPathComponent + (isFolder ? "/" : "")
    }.sorted()
  }

  /// Every file below a folder, with its path from the root, sorted.
  public static func files(below folder: String) throws -> [String] {
    try names(in: folder).flatMap { name in
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      return name.hasSuffix("/") ? try files(below: String(path.dropLast())) : [path]
    }
  }

  /// The first line in which two texts differ, as they stand in each; nil where they are the same.
  public static func difference(_ committed: String, _ made: String) -> String? {
    if committed == made { return nil }
    let old = committed.split(separator: "\n", omittingEmptySubsequences: false)
    let new = made.split(separator: "\n", omittingEmptySubsequences: false)
    let place = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
    let (was, now) = (place < old.count ? old[place] : "nothing", place < new.count ? new[place] : "nothing")
    return "line \(place + 1)\n  is:        \(was)\n  should be: \(now)"
  }
}
