/// The path of a file inside a plan: relative, in one spelling only, and never out of the folder.
enum PlanPath {
  /// Why `path` cannot be one; nil where it can.
  static func problem(_ path: String) -> (rule: String, message: String)? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if path.hasPrefix("/") { return ("file-outside", "is an absolute path, expected one inside the plan's folder") }
    if parts.contains("..") { return ("file-outside", "leads out of the plan's folder by \"..\"") }
    if path.isEmpty || parts.contains("") || parts.contains(".") {
      return ("bad-file-name", "is not written plainly, expected a path such as sql/expand.sql")
    }
    if path.utf8.count > PlanBounds.pathLength {
      return ("bad-file-name", "is longer than \(PlanBounds.pathLength) bytes")
    }
    if path.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 || $0 == "\\" }) {
      return ("bad-file-name", "has a control character or a backslash in it")
    }
    return nil
  }

  /// `name` in `folder`, where `.` is the plan's own folder and a leading `./` means nothing.
  static func join(_ folder: String, _ name: String) -> String {
    (folder.split(separator: "/") + name.split(separator: "/")).filter { $0 != "." }.joined(separator: "/")
  }
}
