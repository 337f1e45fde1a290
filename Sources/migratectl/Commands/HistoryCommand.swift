import ArgumentParser
import MigrationControl

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Print the record of everything asked, refused and done, oldest first.",
    discussion: """
      Points in time are written as systemd.time(7) has them: "2026-11-23 12:00", "2026-11-23 12:00 UTC", 2026-11-23, \
      12:00, today, yesterday, now, -2h, "2h ago".
      """)

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  // Unconditional: a time may begin with a dash, as in --since -2h.
  @Option(
    name: .long, parsing: .unconditional, help: ArgumentHelp("Only from then on.", valueName: "time"),
    transform: { Moment(text: $0) })
  var since: Moment?

  @Option(
    name: .long, parsing: .unconditional, help: ArgumentHelp("Only until then.", valueName: "time"),
    transform: { Moment(text: $0) })
  var until: Moment?

  @Option(
    name: .long, help: "Only of this migration.",
    completion: .custom { words, _, _ in Suggestions(words).migrations })
  var migration: String?

  @Option(
    name: .shortAndLong, help: "Only of this target.",
    completion: .custom { words, _, _ in Suggestions(words).targets })
  var target: String?

  @Option(name: .long, help: ArgumentHelp("Only of this user.", valueName: "user"))
  var actor: String?

  @Option(name: .customShort("n"), help: ArgumentHelp("Only the newest so many.", valueName: "count"))
  var last: Int?

  @Flag(name: .customShort("f"), help: "Go on with what is added, until Ctrl-C; begins with the newest 10.")
  var follow = false

  @Flag(name: .long, help: "Do not cut lines to the terminal's width.")
  var full = false

  mutating func validate() throws {
    if let last, last < 0 { throw ValidationError("-n: expected 0 or more") }
  }

  func run() throws(Failure) {
    let moments = options.moments
    let asked = Call.History.Parameters(
      since: try since?.microseconds("--since", moments), until: try until?.microseconds("--until", moments),
      migration: migration, target: target, actor: actor, last: last ?? (follow && since == nil ? 10 : nil),
      follow: follow ? true : nil)
    let printer = HistoryPrinter(output: options.output, isFull: full)
    if follow {
      if let timeout = options.timeout { LastWords.after(timeout, "") }
      try printer.follow(options.followedDaemon, asked)
    } else {
      try printer.print(options.daemon, asked)
    }
  }
}
