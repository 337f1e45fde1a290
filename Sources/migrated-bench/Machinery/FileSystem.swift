import Foundation

/// What a folder is kept on.
enum FileSystem {
  /// The type of the mount that holds `path`, which has no symbolic links in it, as /proc/self/mounts tells it.
  static func holding(_ path: String) -> String {
    let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
    var best = (length: 0, type: "unknown")
    for line in mounts.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 2 else { continue }
      let point = words[1] == "/" ? "" : String(words[1])
      // Of two mounts at one place the later one is seen.
      if path == point || path.hasPrefix("\(point)/"), point.utf8.count >= best.length {
        best = (point.utf8.count, String(words[2]))
      }
    }
    return best.type
  }
}
