@testable import migratectl

/// The manual page, printed from the command line's own description of itself.
struct ManualPage {
  let help: CommandDescription

  var text: String {
    return [
      ".\\\" Printed by Tests/ClientTests; MIGRATED_RECORD=1 swift test --filter ClientTests writes it anew.",
      ".TH MIGRATECTL 1 \"\" \"migrated \(ClientVersion.text)\" \"migrated\"",
      ".SH NAME", "migratectl \\- carry database migrations through expand, backfill, switch and contract",
      ".SH SYNOPSIS", ".B migratectl", "[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR] [\\fIARGUMENTS\\fR]",
      ".SH DESCRIPTION", Self.description,
      ".SH COMMANDS", help.subcommands.map(command).joined(separator: "\n"),
      ".SH OPTIONS OF EVERY COMMAND",
      options(help.arguments.filter { $0.isCommon && !$0.names.contains("--help") && !$0.names.contains("--version") }),
      ".SH POINTS IN TIME", Self.times,
      ".SH EXIT STATUS", statuses,
      ".SH ENVIRONMENT", Self.environment,
      ".SH FILES", ".TP", ".I \(GlobalOptions.usualSocket)",
      "The daemon's socket. Who may connect is said by its group.",
      ".SH EXAMPLES", Self.examples,
      ".SH SEE ALSO", ".BR migrated (8),", ".BR migrated.yaml (5),", ".BR systemd.time (7)", "",
    ].joined(separator: "\n")
  }

  private var statuses: String {
    ExitStatus.allCases.map { ".TP\n.B \($0.rawValue)\n\(escaped($0.meaning))." }.joined(separator: "\n")
  }

  private func command(_ command: CommandDescription) -> String {
    var lines = command.usages.map { ".SS \(escaped(String($0.dropFirst(help.name.count + 1))))" }
    lines += [escaped(command.abstract), escaped(command.discussion), options(command.own)]
    lines += command.subcommands.map(self.command)
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func options(_ arguments: [ArgumentDescription]) -> String {
    arguments.map { argument in
      let value = argument.kind == .flag ? "" : " \\fI\(escaped(argument.valueName))\\fR"
      let names = argument.names.map { "\\fB\(escaped($0))\\fR\(value)" }
      let head = names.isEmpty ? String(value.dropFirst()) : names.joined(separator: ", ")
      return ".TP\n\(head)\n\(escaped(argument.abstract))"
    }.joined(separator: "\n")
  }

  /// Dashes and backslashes as they are, and no line that begins like a request.
  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}

extension ManualPage {
  fileprivate static let description = """
    Talks to the daemon
    .BR migrated (8).
    A command that is accepted is on record and goes on by itself, whatever becomes of the terminal;
    .B \\-\\-wait
    and
    .B migratectl watch
    follow it. Without a command the rollouts are listed.
    .PP
    What was asked for goes to standard output, messages, questions and progress go to standard error. Colours, signs, the
    pager and questions come only on a terminal; there tables are cut to its width, elsewhere nothing is cut.
    .PP
    Where a command takes away what cannot be brought back, or stops everything, the migration's name (or the word freeze)
    must be typed. Where nobody can type it, the command is refused with exit status 2, unless
    .B \\-\\-yes
    is given.
    """

  fileprivate static let times = """
    As in
    .BR systemd.time (7):
    "2026\\-11\\-23 12:00", "2026\\-11\\-23 12:00:01 UTC", 2026\\-11\\-23T12:00:01Z, 2026\\-11\\-23, 12:00, now, today, yesterday,
    tomorrow, \\-2h, "2h ago", @1795435200. They are read and written in the local time zone, with
    .B \\-\\-utc
    in UTC. Spans are written as 90s, 10m, 36h, 14d or "1d 12h".
    """

  fileprivate static let environment = """
    .TP
    .B MIGRATED_SOCKET
    The daemon's socket, where
    .B \\-\\-socket
    is not given.
    .TP
    .B MIGRATED_PAGER\\fR, \\fBPAGER
    What shows long output on a terminal; empty or cat for nothing. Without them it is less.
    .TP
    .B NO_COLOR
    Where it is set and not empty, there are no colours.
    .TP
    .B TZ
    The time zone.
    """

  fileprivate static let examples = """
    What the next phase waits for, and to start it and stay until it is complete:
    .PP
    .nf
    migratectl why add\\-full\\-name \\-t shop\\-production
    migratectl advance add\\-full\\-name \\-t shop\\-production \\-\\-wait
    .fi
    .PP
    Everything that ada did since yesterday, a line of JSON each:
    .PP
    .nf
    migratectl history \\-\\-actor ada \\-\\-since yesterday \\-j
    .fi
    """
}
