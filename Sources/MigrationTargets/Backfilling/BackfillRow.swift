/// The ledger's row about a backfill under way.
struct BackfillRow<Cursor: Sendable & Hashable>: Sendable, Hashable {
  /// nil before the first row.
  var cursor: Cursor?
  /// 1 goes over every row; the later ones look for rows that came to lie behind the cursor meanwhile, those after the
  /// end as well, when it was opened again.
  var pass = 1
  var writtenInPass = 0
  /// Whether every row that was written no longer fulfilled the condition afterwards. Only then may a later pass write
  /// what fulfils it: it cannot be a row that was written before.
  var clears = true
  var batches = 0
  var rowsDone = 0
  var rowsWritten = 0
  var isFinished = false
  /// The version of the schema that the cursor holds for; nil where it holds for any.
  var schema: Int64?

  mutating func beginPass() {
    pass += 1
    writtenInPass = 0
    cursor = nil
  }

  /// One batch went over `rows` rows, up to `upper`, and wrote `written` of them.
  mutating func advance(over rows: Int, to upper: Cursor, written: Int) {
    rowsDone += pass == 1 ? rows : written
    rowsWritten += written
    writtenInPass += written
    cursor = upper
  }

  /// A pass over a finished backfill's table, for rows that came to lie behind its cursor. False where one might write a
  /// row anew that nobody changed since: without a condition, or where what was written fulfils it still.
  mutating func reopen(condition: String?) -> Bool {
    guard isFinished else { return true }
    guard condition != nil, clears else { return false }
    beginPass()
    isFinished = false
    batches += 1
    return true
  }
}
