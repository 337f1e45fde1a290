import MigrationControl
import Testing

@testable import migratectl

struct TableTests {
  private let rollouts = [
    Made.backfilling,
    Made.rollout(
      Made.state(.halted, .backfill, reason: .failed), on: "shop-staging",
      detail: "the lock was not got within 2s: held by pid 4711"),
    Made.rollout(
      Made.state(.completed, .switch), on: "billing", next: .contract, waitingUntil: Made.now + 13 * Made.day),
  ]

  private func text(_ appearance: Appearance) -> String { RolloutTable(appearance: appearance).text(rollouts) }

  @Test func `in a pipe nothing is cut`() {
    #expect(
      text(Made.plain) == """
        MIGRATION      TARGET           ENVIRONMENT  STATE                     NEXT      CHANGED  NOTE
        add-full-name  shop-production  production   running(backfill, 2)                3h ago   41%, 812 rows/s, 11s left
        add-full-name  shop-staging     staging      halted(backfill, failed)            3h ago   the lock was not got within 2s: held by pid 4711
        add-full-name  billing          production   completed(switch)         contract  3h ago   contract in 13d at the earliest

        3 rollouts.

        """)
  }

  @Test func `at 200 columns everything has room`() {
    #expect(text(Made.terminal(200)) == text(Made.plain))
  }

  @Test func `at 80 columns what matters least is left out, the state never`() {
    #expect(
      text(Made.terminal(80)) == """
        MIGRATION      TARGET           STATE                     NEXT      CHANGED
        add-full-name  shop-production  running(backfill, 2)                3h ago
        add-full-name  shop-staging     halted(backfill, failed)            3h ago
        add-full-name  billing          completed(switch)         contract  3h ago

        3 rollouts.

        """)
  }

  @Test func `at 60 columns even less`() {
    #expect(
      text(Made.terminal(60)) == """
        MIGRATION      TARGET           STATE
        add-full-name  shop-production  running(backfill, 2)
        add-full-name  shop-staging     halted(backfill, failed)
        add-full-name  billing          completed(switch)

        3 rollouts.

        """)
  }

  @Test(arguments: [20, 40, 60, 72, 80, 100, 120, 200])
  func `no line is wider than the terminal where the columns can yield`(width: Int) {
    var table = Table(columns: [
      TableColumn("A", .left, .shrinks(3)), TableColumn("B", .right, .goes(1)),
      TableColumn("C", .left, .shrinksThenGoes(2)),
    ])
    table.rows = [["漢字漢字漢字漢字漢字漢字", "12345", "a rather long text that goes on and on and on"], ["a", "", "b"]]
    for line in table.text(Made.terminal(width)).split(separator: "\n") { #expect(TextWidth.of(String(line)) <= width) }
  }

  @Test func `without a legend there are rows and nothing else`() {
    var appearance = Made.plain
    appearance.hasLegend = false
    #expect(
      RolloutTable(appearance: appearance).text([Made.backfilling])
        == "add-full-name  shop-production  production  running(backfill, 2)  3h ago  41%, 812 rows/s, 11s left\n")
    #expect(RolloutTable(appearance: appearance).text([]) == "")
    #expect(RolloutTable(appearance: Made.plain).text([]) == "No rollouts.\n")
  }

  @Test func `colours are added on a terminal and take no room`() {
    let line = RolloutTable(appearance: Made.terminal(200, isColored: true)).text([Made.backfilling])
      .split(separator: "\n")[1]
    #expect(
      line
        == "add-full-name  shop-production  production   \u{1B}[36mrunning(backfill, 2)\u{1B}[0m  3h ago   41%, 812 rows/s, 11s left"
    )
  }

  @Test func `numbers end at one column`() {
    let targets = [
      (name: "shop-production", reachable: true, latency: 1_200), ("billing", false, 15_000_000),
    ].map {
      Wire.Target(
        name: $0.name, environment: "production", groups: ["shop", "all"], engine: $0.reachable ? "SQLite 3.40.1" : nil,
        reachable: $0.reachable, message: $0.reachable ? nil : "no such file", latency: $0.latency,
        currentVersion: 2, oldestSupported: $0.reachable ? 1 : 2)
    }
    #expect(
      TargetTable(appearance: Made.plain).text(targets) == """
        TARGET           ENVIRONMENT  GROUPS    ENGINE         REACHABLE  SCHEMA  LATENCY  NOTE
        shop-production  production   shop,all  SQLite 3.40.1  yes        1..2        1ms
        billing          production   shop,all                 NO         2           15s  no such file

        2 targets.

        """)
  }
}
