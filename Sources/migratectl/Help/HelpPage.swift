import ArgumentParser

/// What `--help` prints: what the command does, how it is called, and its own options before those of every command.
struct HelpPage: Sendable {
  /// Where descriptions of options begin.
  private static let column = 26

  let appearance: Appearance

  func text(_ command: CommandDescription) -> String {
    var parts = [Wrapping.hanging("", command.abstract, appearance), usage(command)]
    if command.path.count == 1 { parts[1] = usage("migratectl [OPTIONS] [COMMAND] [ARGUMENTS]") }
    if !command.discussion.isEmpty { parts.append(Wrapping.hanging("", command.discussion, appearance)) }
    parts.append(section("Arguments", command.own.filter { $0.kind == .positional }.map(entry)))
    parts.append(section("Options", options(command.own.filter { $0.kind != .positional })))
    parts += commands(of: command)
    parts.append(section(GlobalOptions.title, options(command.arguments.filter(\.isCommon))))
    if command.path.count == 1 {
      parts.append("Help on a command: migratectl COMMAND --help. All of it: man migratectl\n")
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// `Usage: ` and how the command is called, each form with its line break.
  func usage(_ command: CommandDescription) -> String {
    var text = ""
    for line in command.usages {
      text += Wrapping.hanging(text.isEmpty ? "Usage: " : TextWidth.blanks(7), line, appearance)
    }
    return text
  }

  private func usage(_ line: String) -> String { Wrapping.hanging("Usage: ", line, appearance) }

  private func entry(_ argument: ArgumentDescription) -> (title: String, text: String) {
    (argument.title, argument.abstract)
  }

  /// Long names stand under each other, where some have a short one before them.
  private func options(_ options: [ArgumentDescription]) -> [(title: String, text: String)] {
    let hasShort = options.contains { $0.names.count > 1 }
    return options.map { option in
      let isLong = hasShort && option.names.allSatisfy { $0.hasPrefix("--") }
      return (TextWidth.blanks(isLong ? 4 : 0) + option.title, option.abstract)
    }
  }

  /// In the groups of the command line where it has some.
  private func commands(of command: CommandDescription) -> [String] {
    guard command.path.count == 1 else {
      return [section("Commands", command.subcommands.map { ($0.name, $0.abstract) })]
    }
    let widest = command.subcommands.reduce(0) { max($0, TextWidth.of($1.name)) }
    return Migratectl.configuration.groupedSubcommands.map { group in
      let names = group.subcommands.compactMap { $0.configuration.commandName }
      let entries = command.subcommands.filter { names.contains($0.name) }.map { ($0.name, $0.abstract) }
      return section(group.name, entries, widest: widest)
    }
  }

  private func section(
    _ title: String, _ entries: [(title: String, text: String)], widest least: Int = 0
  ) -> String {
    guard !entries.isEmpty else { return "" }
    let widest = entries.reduce(least) { max($0, TextWidth.of($1.title)) }
    let column = min(Self.column, widest + 4)
    var text = Tone.strong.paint("\(title):", appearance) + "\n"
    for entry in entries {
      let head = "  " + entry.title
      if TextWidth.of(head) + 2 <= column {
        let fill = TextWidth.blanks(column - TextWidth.of(head))
        text += Wrapping.hanging(head + fill, entry.text, appearance)
      } else {
        text += head + "\n" + Wrapping.hanging(TextWidth.blanks(column), entry.text, appearance)
      }
    }
    return text
  }
}
