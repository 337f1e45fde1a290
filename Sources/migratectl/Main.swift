import ArgumentParser
import Glibc

/// Runs the command line and ends with the status that says how it went.
@main
enum Main {
  static func main() {
    do {
      var command = try parse()
      try command.run()
      exit(ExitStatus.done.rawValue)
    } catch let failure as Failure {
      let text = FailureText(appearance: appearance, source: { SourceLines.line($1, of: $0) })
      StandardStream.error.write(text.text(failure))
      exit(failure.status.rawValue)
    } catch {
      end(error)
    }
  }

  private static func parse() throws -> any ParsableCommand {
    let asksForScript = CommandLine.arguments.contains { $0.hasPrefix("--generate-completion-script") }
    Migratectl.looksNoFurther.store(!asksForScript, ordering: .relaxed)
    defer { Migratectl.looksNoFurther.store(false, ordering: .relaxed) }
    return try Migratectl.parseAsRoot()
  }

  /// What the parser has to say: help, a version, a completion script, or what is wrong with the command line.
  private static func end(_ error: any Error) -> Never {
    let code = Migratectl.exitCode(for: error)
    let message = Migratectl.message(for: error)
    let typed = Array(CommandLine.arguments.dropFirst())
    let isHelp = message.hasPrefix(parsersHelp)
    if code == .validationFailure || isHelp {
      let all = CommandDescription.all
      let mistyped = MistypedCommand.message(isHelp ? typed.filter { $0 != "help" } : typed, all)
      if let mistyped { usageError(FailureText(appearance: appearance).message(mistyped)) }
      if !isHelp { usageError(UsageErrorText(appearance: appearance).text(message, typed, all)) }
    }
    let stream: StandardStream = code.isSuccess ? .output : .error
    if isHelp {
      var look = Terminal.appearance(of: .output, hasLegend: true, moments: .current(.utc))
      look.width = look.width ?? pipedWidth
      stream.write(HelpPage(appearance: look).text(CommandDescription.all.named(in: typed)))
    } else if !message.isEmpty {
      stream.write(message + "\n")
    }
    exit(code.rawValue)
  }

  private static func usageError(_ text: String) -> Never {
    StandardStream.error.write(text)
    exit(ExitStatus.usage.rawValue)
  }

  /// How the parser's own help begins.
  private static let parsersHelp = "OVERVIEW: "
  /// Columns of help that goes elsewhere than to a terminal.
  private static let pipedWidth = 80

  private static var appearance: Appearance {
    Terminal.appearance(
      of: .error, hasLegend: true, moments: .current(CommandLine.arguments.contains("--utc") ? .utc : .local))
  }
}
