/// Where a striped backfill is. A window is a run of neighbouring pages. Each is gone over in several passes, of which
/// each writes every n-th row and is a transaction, or more, of its own: a later pass finds room for its new versions
/// where the earlier ones left dead versions in the very same pages, which the server prunes as it comes by
/// (https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/access/heap/README.HOT). So the table hardly
/// grows, and no index is written to. A pass goes over several windows, a group, before the next one begins: the dead
/// versions are older then than any short transaction.
struct PostgreSQLStripes: Sendable, Hashable {
  /// The table's file; another one means that its rows lie elsewhere now.
  var file: Int64
  /// Pages that it had when this began. What was added since is new versions, or rows that triggers fill.
  var end: Int64
  /// Rows in a thousand pages, about.
  var density: Int64
  /// The first page of the group, the pages of one window, and how many windows there are.
  var start: Int64
  var pages: Int64
  var windows: Int64
  var passes: Int64
  var pass: Int64 = 0
  var window: Int64 = 0
  /// Pages of the window that this pass is done with.
  var offset: Int64 = 0
  /// Pages that the table had when the group began, and rows written since: whether it helps.
  var before: Int64
  var written: Int64 = 0
  /// Whether rows are spread by a hash of their key; else by the key's last bits, which spreads neighbours more evenly.
  var isHashed: Bool
  /// Groups that are still to go by without stripes, since they did not help.
  var plain: Int64 = 0

  private static let mark = "stripes:1"
  /// A power of two.
  static let passesThatHelp: Int64 = 8
  private static let windowsThatHelp: Int64 = 4
  /// After so many groups without stripes they are tried again.
  private static let groupsWithout: Int64 = 16

  init(file: Int64, end: Int64, density: Int64, isHashed: Bool, isStriped: Bool) {
    self.isHashed = isHashed
    (self.file, self.end, self.density) = (file, end, max(1, density))
    (start, pages, windows, passes, before) = (0, 0, 1, 1, end)
    plain = isStriped ? 0 : .max
  }

  /// From the ledger; nil where it is something else.
  init?(_ cursor: PostgreSQLCursor?) {
    guard let values = cursor?.values, values.first == Self.mark else { return nil }
    let numbers = values.dropFirst().compactMap { Int64($0) }
    guard numbers.count == 14 else { return nil }
    (file, end, density, start, pages, windows) = (
      numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]
    )
    (passes, pass, window, offset, before) = (numbers[6], numbers[7], numbers[8], numbers[9], numbers[10])
    (written, plain, isHashed) = (numbers[11], numbers[12], numbers[13] != 0)
  }

  var cursor: PostgreSQLCursor {
    let numbers = [
      file, end, density, start, pages, windows, passes, pass, window, offset, before, written, plain,
      isHashed ? 1 : 0,
    ]
    return PostgreSQLCursor(values: [Self.mark] + numbers.map { String($0) })
  }

  var isOver: Bool { start >= end }

  /// Begins a group where none is under way. `now` is how many pages the table has.
  mutating func settle(limit: Int, pagesNow now: Int64) {
    guard pages == 0, !isOver else { return }
    let helps = plain == 0
    (passes, windows) = helps ? (Self.passesThatHelp, Self.windowsThatHelp) : (1, 1)
    pages = pagesFor(limit)
    windows = max(1, min(windows, (end - start + pages - 1) / pages))
    (before, written) = (now, 0)
  }

  /// The pages that the next batch goes over, at most for `limit` rows to be written.
  func range(limit: Int) -> Range<Int64> {
    let first = start + window * pages + offset
    let last = min(first + min(pagesFor(limit), pages - offset), end)
    return first..<max(first, last)
  }

  private func pagesFor(_ limit: Int) -> Int64 {
    max(1, Int64(limit) * passes * 1_000 / density)
  }

  /// Rows of the table, about, that this many pages in one pass stand for.
  func rows(in range: Range<Int64>) -> Int { Int(Int64(range.count) * density / 1_000 / passes) }

  /// One batch went over `range` and wrote so many rows; `now` is how many pages the table has.
  mutating func advance(over range: Range<Int64>, written count: Int, pagesNow now: Int64) {
    written += Int64(count)
    offset += Int64(range.count)
    if offset < pages, range.upperBound < end { return }
    offset = 0
    window += 1
    if window < windows, start + window * pages < end { return }
    window = 0
    pass += 1
    if pass < passes { return }
    endGroup(pagesNow: now)
  }

  private mutating func endGroup(pagesNow now: Int64) {
    if plain > 0 {
      if plain < .max { plain -= 1 }
    } else if written * 1_000 >= density * Self.pagesToJudgeBy {
      // Pages that were added, against those that the rows written would take by themselves.
      let added = Double(now - before) * Double(density) / 1_000
      if added > Self.muchGrowth * Double(written) { plain = Self.groupsWithout }
    }
    start += pages * windows
    (pages, pass, window, offset) = (0, 0, 0, 0)
  }

  /// As many rows as so many pages have tell whether stripes help.
  private static let pagesToJudgeBy: Int64 = 16
  /// Where nothing is pruned, each row that is written takes new room.
  private static let muchGrowth = 0.6
}
