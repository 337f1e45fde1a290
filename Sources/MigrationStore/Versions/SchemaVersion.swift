/// One step of the journal's own layout. A step that was released is never edited: a change is a new step.
struct SchemaVersion: Sendable {
  /// What `PRAGMA user_version` says once the step is done.
  let number: Int
  /// Whole statements, run inside one transaction together with every later step.
  let sql: String

  /// From the oldest to the present layout; a new file runs through all of them.
  static let all: [SchemaVersion] = [.version1, .version2, .version3]

  /// The layout that this release reads and writes.
  static let present = 3

  /// `MIGR` in the file's header, where `file` and this program look for it.
  static let applicationID = 0x4D49_4752
}
