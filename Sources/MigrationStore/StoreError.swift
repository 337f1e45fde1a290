/// Why the journal could not be opened, read or written. `code` is always SQLite's extended result code.
/// https://www.sqlite.org/rescode.html
public enum StoreError: Error, Sendable, Hashable {
  /// No room left on the file system, or the file reached its page limit. What was committed before is untouched.
  case full(path: String, code: Int32)
  case readOnly(path: String, code: Int32)
  /// Damaged, or a row that this program cannot have written.
  case corrupt(path: String, code: Int32, what: String)
  /// A file, but not this daemon's journal. It was not touched.
  case notAJournal(path: String, what: String)
  /// Written by a later release. It was not touched.
  case newerVersion(path: String, found: Int, known: Int)
  /// Another process holds the write lock for longer than the busy timeout.
  case busy(path: String, code: Int32)
  /// The operating system refused to open, read, write or sync.
  case io(path: String, code: Int32, what: String)
  /// The journal was closed, or a transaction was used after its closure returned.
  case closed
  /// A decision or a read was begun inside another one.
  case nested
  /// A constraint or a trigger of the journal's schema refused the change.
  case refused(code: Int32, what: String)
  case other(code: Int32, message: String)

  /// A stable word for logs and the wire.
  public var name: String {
    switch self {
    case .full: "full"
    case .readOnly: "readOnly"
    case .corrupt: "corrupt"
    case .notAJournal: "notAJournal"
    case .newerVersion: "newerVersion"
    case .busy: "busy"
    case .io: "io"
    case .closed: "closed"
    case .nested: "nested"
    case .refused: "refused"
    case .other: "other"
    }
  }

  /// SQLite's extended result code, where SQLite said no.
  public var code: Int32? {
    switch self {
    case .full(_, let code), .readOnly(_, let code), .corrupt(_, let code, _), .busy(_, let code), .io(_, let code, _),
      .refused(let code, _), .other(let code, _):
      code
    case .notAJournal, .newerVersion, .closed, .nested: nil
    }
  }

  /// What is the matter, where, and what to do.
  public var message: String {
    switch self {
    case .full(let path, let code):
      "no room left for the journal \(path) (SQLite \(code)); nothing was recorded; free space on its file system"
    case .readOnly(let path, let code):
      "the journal \(path) cannot be written (SQLite \(code)); check the owner and mode of the file and its folder, "
        + "and whether the file system is mounted read-only"
    case .corrupt(let path, let code, let what):
      "the journal \(path) is damaged: \(what) (SQLite \(code)); stop the daemon, keep a copy of the file, "
        + "and restore it from a backup"
    case .notAJournal(let path, let what):
      "\(path) is not a journal of migrated: \(what); it was left as it is; check the path in the configuration"
    case .newerVersion(let path, let found, let known):
      "the journal \(path) has version \(found), this release knows versions up to \(known); "
        + "install the release that wrote it, or a later one"
    case .busy(let path, let code):
      "another process holds the journal \(path) (SQLite \(code)); only one daemon may use it: `fuser \(path)` names it"
    case .io(let path, let code, let what):
      "the journal \(path) cannot be used: \(what) (SQLite \(code)); check its file system and folder"
    case .closed: "the journal is closed"
    case .nested:
      "a journal transaction was begun inside another one; this is a mistake in the program, please report it"
    case .refused(let code, let what): "the journal refused the change: \(what) (SQLite \(code))"
    case .other(let code, let message): "the journal failed: \(message) (SQLite \(code))"
    }
  }
}

extension StoreError: CustomStringConvertible {
  public var description: String { message }
}
