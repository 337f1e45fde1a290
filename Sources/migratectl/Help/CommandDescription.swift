import ArgumentParser
import MigrationControl

/// A command as the parser describes it.
struct CommandDescription: Sendable {
  /// Its name with those of the commands it is in: `["migratectl", "audit", "verify"]`.
  let path: [String]
  let abstract: String
  let discussion: String
  /// How it is called, a line for each form.
  let usages: [String]
  let arguments: [ArgumentDescription]
  /// Without the parser's own help.
  let subcommands: [CommandDescription]

  var name: String { path.last ?? "" }

  /// Neither an option of every command nor one that the parser adds.
  var own: [ArgumentDescription] { arguments.filter { !$0.isCommon } }

  /// The whole command line.
  static var all: CommandDescription {
    let json = (try? JSONParser.parse(Migratectl._dumpHelp()))?["command"] ?? .null
    return CommandDescription(json, Migratectl.self, path: [])
  }

  private init(_ json: JSONValue, _ type: any ParsableCommand.Type, path: [String]) {
    let configuration = type.configuration
    self.path = path + [json["commandName"]?.string ?? ""]
    abstract = configuration.abstract
    discussion = configuration.discussion
    arguments = (json["arguments"]?.array ?? []).map { ArgumentDescription($0) }
    let types = configuration.groupedSubcommands.flatMap(\.subcommands) + configuration.subcommands
    let described = json["subcommands"]?.array ?? []
    var subcommands: [CommandDescription] = []
    for inner in types where !subcommands.contains(where: { $0.name == inner.configuration.commandName }) {
      guard let found = described.first(where: { $0["commandName"]?.string == inner.configuration.commandName }) else {
        continue
      }
      subcommands.append(CommandDescription(found, inner, path: self.path))
    }
    self.subcommands = subcommands
    let head = self.path.joined(separator: " ")
    if let usage = configuration.usage {
      usages = usage.split(separator: "\n").map { "\(head) \($0)" }
    } else {
      usages = [([head] + arguments.filter { !$0.isCommon }.map(\.usage)).joined(separator: " ")]
    }
  }

  /// The command that a command line means, as far as its words tell.
  func named(in arguments: [String]) -> CommandDescription {
    var command = self
    var rest = arguments[...]
    while let word = rest.first, word != "--" {
      rest = rest.dropFirst()
      if word.hasPrefix("-") {
        if command.takesValue(word) { rest = rest.dropFirst() }
        continue
      }
      if command.path.count == 1, word == "help" { continue }
      guard let next = command.subcommands.first(where: { $0.name == word }) else { break }
      command = next
    }
    return command
  }

  /// Whether the next word belongs to this option. Without a command, options are those of list, too.
  func takesValue(_ option: String) -> Bool {
    let list = path.count == 1 ? subcommands.first { $0.name == ListCommand.configuration.commandName } : nil
    return (arguments + (list?.arguments ?? [])).contains { $0.kind == .option && $0.names.contains(option) }
  }
}
