import MigrationControl
import MigrationPhases
import Testing

@testable import migratectl

struct HistoryTests {
  private func entry(
    event: String, user: String = "ada", verb: String = "advance", from: String? = nil, to: String? = nil,
    phase: Phase? = nil, detail: String = "{}"
  ) -> Wire.HistoryEntry {
    Wire.HistoryEntry(
      seq: 17, at: Made.now, actor: Wire.Actor(uid: 1000, user: user, pid: 1, verb: verb), event: event,
      migration: "add-full-name", target: "shop-production", phase: phase, from: from, to: to, detail: detail,
      previousHash: "a", hash: "b")
  }

  private func text(_ entry: Wire.HistoryEntry, _ appearance: Appearance = Made.plain) -> String {
    HistoryLines(appearance: appearance).text(entry)
  }

  @Test func `an entry is one line: who, what, where, from, to and the facts`() {
    #expect(
      text(
        entry(
          event: "commanded", from: "completed(expand)", to: "queued(backfill)",
          detail: #"{"command":"advance(backfill)","reason":"as agreed"}"#))
        == "    17  2026-11-23 12:00:00 UTC  ada         commanded   add-full-name/shop-production  "
        + "completed(expand) -> queued(backfill)  command=advance(backfill) reason=\"as agreed\"\n")
    #expect(
      text(entry(event: "step", user: "migrated", verb: "daemon", phase: .backfill, detail: #"{"a":[1],"b":"x=1"}"#))
        == "    17  2026-11-23 12:00:00 UTC  migrated    step        add-full-name/shop-production  backfill  "
        + "a=[1] b=\"x=1\"\n")
    #expect(
      text(entry(event: "approved", verb: "approve", phase: .contract))
        == "    17  2026-11-23 12:00:00 UTC  ada         approved    add-full-name/shop-production  contract  verb=approve\n"
    )
  }

  @Test func `facts that are no object, and signs that would steer a terminal, are shown as they are`() {
    #expect(text(entry(event: "odd", verb: "odd", detail: "a\u{1B}[1mb")).hasSuffix("shop-production  a\\u{1b}[1mb\n"))
    #expect(
      text(entry(event: "odd", verb: "odd", detail: #"{"k":"\u001b[1m"}"#)).hasSuffix("shop-production  k=\\u{1b}[1m\n")
    )
  }

  @Test func `a terminal that is too narrow for the change gets two lines`() {
    let entry = entry(
      event: "commanded", from: "completed(expand)", to: "queued(backfill)", detail: #"{"command":"advance(backfill)"}"#
    )
    #expect(
      text(entry, Made.terminal(84)) == """
            17  2026-11-23 12:00:00  ada         commanded   add-full-name/shop-production
                completed(expand) → queued(backfill)  command=advance(backfill)

        """)
    #expect(
      text(entry, Made.terminal(130))
        == "    17  2026-11-23 12:00:00  ada         commanded   add-full-name/shop-production  "
        + "completed(expand) → queued(backfill)  command…\n")
    for width in [40, 60, 84, 100, 130, 200] {
      for line in text(entry, Made.terminal(width)).split(separator: "\n") {
        #expect(TextWidth.of(String(line)) <= width)
      }
    }
  }

  @Test func `a very narrow terminal gets as many lines as it takes`() {
    let entry = entry(
      event: "commanded", from: "completed(expand)", to: "queued(backfill)", detail: #"{"command":"advance(backfill)"}"#
    )
    #expect(
      text(entry, Made.terminal(40)) == """
            17  2026-11-23 12:00:00  ada
                commanded
                add-full-name/shop-production
                completed(expand) → queued(back…
                command=advance(backfill)

        """)
  }

  @Test func `the titles stand above their columns`() {
    #expect(
      HistoryLines(appearance: Made.plain).legend
        == "     #  TIME                     ACTOR       EVENT       ROLLOUT, CHANGE, DETAIL\n")
    #expect(
      HistoryLines(appearance: Made.terminal(90)).legend
        == "     #  TIME (UTC)           ACTOR       EVENT       ROLLOUT, CHANGE, DETAIL\n")
  }
}
