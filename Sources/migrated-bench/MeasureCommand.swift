import ArgumentParser
import MigrationStore

struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measure, and print one line a figure: bench NAME VALUE GOAL ok|short.",
    discussion: "Ends with 0 also where a goal is missed; a line that starts with # says how a figure came about.")

  @Argument(help: "The figures to measure, by a part of their names; all unless told.")
  var names: [String] = []

  @Option(help: "Where to make databases. A folder in memory is refused: a commit costs nothing there.")
  var folder = "/var/tmp"

  func run() async throws {
    // As the daemon does.
    TransactionMemory.keep()
    let place = try Workplace(in: folder)
    defer { place.remove() }
    print("# \(place.words)")
    var ok = 0
    var short = 0
    for bench in Self.all where names.isEmpty || bench.names.contains(where: { isAsked($0) }) {
      let report: Report
      do { report = try await bench.measure(in: place) } catch {
        report = Report(figures: bench.names.map { Figure.missing($0, why: "\(error)") })
      }
      for figure in report.figures {
        if figure.isOK { ok += 1 } else { short += 1 }
        print(figure.line)
      }
      for note in report.notes { print("# \(note)") }
    }
    print("\(ok) ok, \(short) short")
  }

  private func isAsked(_ name: String) -> Bool { names.contains { name.contains($0) } }

  private static let all: [any Bench] = [
    JournalBench(), ControlBench(), HistoryBench(), StatusCommandBench(),
    BackfillBench(rows: 200_000, rounds: 5), BackfillBench(rows: 1_000_000, rounds: 3), MemoryBench(),
    PostgreSQLBackfillBench(rows: 2_000_000, rounds: 3),
  ]
}
