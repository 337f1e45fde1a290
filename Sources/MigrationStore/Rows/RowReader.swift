import GRDB
import MigrationPhases

/// Reads one row from its first column to its last. A value that this program cannot have written is `corrupt`,
/// never a trap.
struct RowReader {
  let row: Row
  let path: String
  private var index = 0

  init(_ row: Row, path: String) {
    self.row = row
    self.path = path
  }

  mutating func integer() throws(StoreError) -> Int64 {
    guard let value = try integerOrNil() else { throw unexpected("NULL") }
    return value
  }

  mutating func integerOrNil() throws(StoreError) -> Int64? {
    let value: DatabaseValue = row[next()]
    switch value.storage {
    case .null: return nil
    case .int64(let integer): return integer
    case .double, .string, .blob: throw unexpected("a value that is no integer")
    }
  }

  mutating func int() throws(StoreError) -> Int { Int(try integer()) }

  mutating func text() throws(StoreError) -> String {
    guard let value = try textOrNil() else { throw unexpected("NULL") }
    return value
  }

  mutating func textOrNil() throws(StoreError) -> String? {
    let value: DatabaseValue = row[next()]
    switch value.storage {
    case .null: return nil
    case .string(let text): return text
    case .int64, .double, .blob: throw unexpected("a value that is no text")
    }
  }

  mutating func bytes() throws(StoreError) -> [UInt8] {
    guard let value = try bytesOrNil() else { throw unexpected("NULL") }
    return value
  }

  mutating func bytesOrNil() throws(StoreError) -> [UInt8]? {
    let value: DatabaseValue = row[next()]
    switch value.storage {
    case .null: return nil
    case .blob(let data): return [UInt8](data)
    case .int64, .double, .string: throw unexpected("a value that is no blob")
    }
  }

  mutating func timestamp() throws(StoreError) -> Timestamp { Timestamp(microseconds: try integer()) }

  mutating func timestampOrNil() throws(StoreError) -> Timestamp? {
    try integerOrNil().map { Timestamp(microseconds: $0) }
  }

  /// A word of one of our enumerations.
  mutating func word<Word: RawRepresentable>() throws(StoreError) -> Word where Word.RawValue == String {
    guard let word: Word = try wordOrNil() else { throw unexpected("NULL") }
    return word
  }

  mutating func wordOrNil<Word: RawRepresentable>() throws(StoreError) -> Word? where Word.RawValue == String {
    guard let text = try textOrNil() else { return nil }
    guard let word = Word(rawValue: text) else { throw unexpected("the unknown word \"\(text)\"") }
    return word
  }

  /// Four columns: uid, user, pid, verb.
  mutating func actor() throws(StoreError) -> RecordedActor {
    guard let actor = try actorOrNil() else { throw unexpected("NULL") }
    return actor
  }

  mutating func actorOrNil() throws(StoreError) -> RecordedActor? {
    let (uid, user, pid, verb) = (try integerOrNil(), try textOrNil(), try integerOrNil(), try textOrNil())
    guard let uid, let user, let pid, let verb else { return nil }
    guard let uid = UInt32(exactly: uid), let pid = Int32(exactly: pid) else {
      throw unexpected("uid \(uid) with pid \(pid)")
    }
    return RecordedActor(uid: uid, user: user, pid: pid, verb: verb)
  }

  /// Two columns: activity, of_phase.
  mutating func activityOrNil() throws(StoreError) -> Activity? {
    let name = try textOrNil()
    let ofPhase: Phase? = try wordOrNil()
    switch (name, ofPhase) {
    case (nil, nil): return nil
    case ("rollback"?, let phase?): return .rollback(of: phase)
    case (let name?, nil):
      guard let phase = Phase(rawValue: name) else { throw unexpected("the unknown activity \"\(name)\"") }
      return .phase(phase)
    case (nil, _?), (_?, _?): throw unexpected("the activity \(name ?? "NULL") with a phase to undo")
    }
  }

  mutating func activity() throws(StoreError) -> Activity {
    guard let activity = try activityOrNil() else { throw unexpected("NULL") }
    return activity
  }

  /// Five columns: shape, activity, of_phase, attempt, halt_reason.
  mutating func state() throws(StoreError) -> RolloutState {
    let shape: RolloutState.Shape = try word()
    let activity = try activityOrNil()
    let attempt = try integerOrNil().map { Int($0) }
    let reason: HaltReason? = try wordOrNil()
    guard let state = RolloutState(shape: shape, activity: activity, attempt: attempt, haltReason: reason) else {
      throw unexpected("parts that make no state: \(shape.rawValue), \(activity?.description ?? "no activity")")
    }
    return state
  }

  private mutating func next() -> Int {
    defer { index += 1 }
    return index
  }

  private func unexpected(_ what: String) -> StoreError {
    let column = row.columnNames.dropFirst(max(0, index - 1)).first ?? "?"
    return .corrupt(
      path: path, code: ResultCode.SQLITE_CORRUPT.rawValue, what: "\(what) in or before column \(column) of a row")
  }
}
