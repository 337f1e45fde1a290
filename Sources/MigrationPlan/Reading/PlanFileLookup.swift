/// What became of looking for a file that a plan names.
enum PlanFileLookup: Sendable, Hashable {
  case bytes([UInt8])
  /// Not there; with the names that are.
  case missing(others: [String])
  /// A link leads out of the folder.
  case outside
  case notAFile
  case tooLarge
  case unreadable(String)

  var bytes: [UInt8]? {
    guard case .bytes(let bytes) = self else { return nil }
    return bytes
  }

  /// What is wrong; nil where the file was read.
  func problem(with path: String, bound: Int) -> (rule: String, message: String, hint: String?)? {
    switch self {
    case .bytes: nil
    case .missing(let others):
      (
        "missing-file", "there is no file \"\(path)\" in the plan's folder",
        EditDistance.nearest(to: path, among: others).map { "did you mean \"\($0)\"?" }
      )
    case .outside:
      (
        "file-outside", "\"\(path)\" is a link that leads out of the plan's folder",
        "put the file itself into the folder"
      )
    case .notAFile: ("not-a-file", "\"\(path)\" is not a regular file", nil)
    case .tooLarge: ("too-large", "\"\(path)\" has more than \(bound / 1024) KiB", nil)
    case .unreadable(let reason): ("unreadable-file", "\"\(path)\" cannot be read: \(reason)", nil)
    }
  }
}
