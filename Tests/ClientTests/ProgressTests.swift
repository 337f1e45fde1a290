import MigrationControl
import Testing

@testable import migratectl

struct ProgressTests {
  @Test func `a backfill's progress in words`() {
    let words = ProgressWords(Made.progress)
    #expect(words.long == "6,543 of 15,607 rows, 41%, 812 rows/s, 11s left")
    #expect(words.short == "41%, 812 rows/s, 11s left")
    #expect(words.bar(10) == "████░░░░░░")
  }

  @Test func `what is not known is said, and what is not done is never 100%`() {
    var progress = Made.progress
    progress.rowsPerSecond = nil
    progress.remaining = nil
    progress.rowsDone = 15_606
    #expect(ProgressWords(progress).long == "15,606 of 15,607 rows, 99%, time left unknown")
    progress.rowsDone = 15_700
    #expect(ProgressWords(progress).long == "15,700 of 15,607 rows, 100%")
    progress.rowsTotal = 0
    progress.rowsDone = 0
    #expect(ProgressWords(progress).long == "0 of 0 rows, 100%")
    progress.rowsPerSecond = 0.25
    #expect(ProgressWords(progress).rate == "0.3 rows/s")
    progress.rowsPerSecond = .infinity
    #expect(ProgressWords(progress).rate == "0 rows/s")
  }

  @Test func `in a pipe each change is one line`() {
    let lines = WatchLines(appearance: Made.plain)
    #expect(
      lines.text(Made.backfilling)
        == "2026-11-23 11:59:59 UTC  add-full-name on shop-production  running(backfill, 2)  "
        + "6,543 of 15,607 rows, 41%, 812 rows/s, 11s left\n")
    #expect(
      lines.text(Made.rollout(Made.state(.halted, .backfill, reason: .failed), detail: "row 17\nis bad"))
        == "2026-11-23 09:00:00 UTC  add-full-name on shop-production  halted(backfill, failed)  "
        + "a step failed, what was written before it stays: row 17\\nis bad\n")
  }

  private var board: LiveBoard {
    var board = LiveBoard()
    board.take(Made.rollout(Made.state(.completed, .expand), on: "shop-staging"))
    board.take(Made.rollout(Made.state(.queued, .backfill)))
    board.take(Made.backfilling)
    return board
  }

  @Test func `on a terminal each rollout is one line`() {
    #expect(
      board.lines(Made.terminal(120)) == [
        "add-full-name on shop-staging     completed(expand)",
        "add-full-name on shop-production  running(backfill, 2)  ████████░░░░░░░░░░░░  41%  812 rows/s  11s left",
      ])
    #expect(
      board.lines(Made.terminal(160))[1]
        == "add-full-name on shop-production  running(backfill, 2)  ████████░░░░░░░░░░░░  41%  6,543 of 15,607 rows  "
        + "812 rows/s  11s left")
  }

  @Test(arguments: [30, 40, 60, 80, 100, 200])
  func `no line is wider than the terminal, so that it can be drawn over`(width: Int) {
    for line in board.lines(Made.terminal(width)) { #expect(TextWidth.of(line) <= width) }
  }

  @Test func `no more lines than the terminal has, those that move first`() {
    var board = LiveBoard()
    for number in 1...50 { board.take(Made.rollout(Made.state(.planned), on: "target-\(number)")) }
    board.take(Made.rollout(Made.state(.running, .expand, attempt: 1), on: "last"))
    let lines = board.lines(Made.terminal(80))
    #expect(lines.count == 23)
    #expect(lines.first == "add-full-name on last       running(expand, 1)")
    #expect(lines.last == "… and 29 more")
  }
}
