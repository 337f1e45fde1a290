import MigrationControl

/// A moment in a PostgreSQL server's log, and what to tell whoever can go back to it.
struct RestoreMoment: Sendable {
  /// Such as `before-expand-add-full-name-1`.
  let label: String
  private let timeline: String
  private let position: String
  /// nil where none could be made.
  private let name: String?
  private let time: String
  private let archive: String
  private let point: Wire.RestorePoint

  /// nil for a copy of a file.
  init?(_ point: Wire.RestorePoint) {
    let parts = point.path.split(separator: ": ", maxSplits: 2).map(String.init)
    guard parts.count == 3, parts[0] == "postgresql" else { return nil }
    let words = parts[2].split(separator: ", ").map(String.init)
    guard words.count >= 5, words[0].hasPrefix("timeline "), words[1].hasPrefix("LSN ") else { return nil }
    label = parts[1]
    timeline = String(words[0].dropFirst(9))
    position = String(words[1].dropFirst(4))
    name = words[2].hasPrefix("restore point '") ? String(words[2].dropFirst(15).dropLast()) : nil
    time = words[words.count - 2]
    archive = words[words.count - 1]
    self.point = point
  }

  func text(_ appearance: Appearance) -> String {
    var target = ["timeline \(timeline)", "LSN \(position)"]
    if let name { target.append("recovery_target_name '\(name)'") }
    var text = "    \(SafeText.line(label)), \(appearance.moments.both(point.at))\n"
    text += Wrapping.hanging(
      "      For the provider: ",
      SafeText.line(
        "point-in-time recovery to \(time) (\(target.joined(separator: ", "))); it brings back the whole server, and "
          + "what was written since is lost"), appearance)
    if archive == "archive_mode off" {
      text += Wrapping.hanging(
        "      ", "archive_mode is off: it leads nowhere unless something else keeps the log", appearance)
    }
    return text
  }
}
