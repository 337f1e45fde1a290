import ArgumentParser
import Glibc

/// Runs the command line and ends with the status that says how it went.
@main
enum Main {
  static func main() {
    do {
      var command = try Migratectl.parseAsRoot()
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

  /// What the parser has to say: help, a version, a completion script, or what is wrong with the command line.
  private static func end(_ error: any Error) -> Never {
    let code = Migratectl.exitCode(for: error)
    let mistyped = code == .validationFailure ? Self.mistyped : nil
    let message = mistyped ?? Migratectl.fullMessage(for: error)
    let stream: StandardStream = code.isSuccess ? .output : .error
    if !message.isEmpty { stream.write(message + "\n") }
    exit(code == .validationFailure ? ExitStatus.usage.rawValue : code.rawValue)
  }

  private static var mistyped: String? {
    let groups = Migratectl.configuration.groupedSubcommands.flatMap(\.subcommands)
    let names = groups.compactMap { $0.configuration.commandName } + ["help"]
    return MistypedCommand.message(Array(CommandLine.arguments.dropFirst()), commands: names)
  }

  private static var appearance: Appearance {
    Terminal.appearance(
      of: .error, hasLegend: true, moments: .current(CommandLine.arguments.contains("--utc") ? .utc : .local))
  }
}
