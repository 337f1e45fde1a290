import ArgumentParser

struct EchoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo", abstract: "Send back every message of one connection; what round trips are held against.",
    shouldDisplay: false)

  @Argument(help: "The socket to make.")
  var path: String

  func run() throws { try MessageSocket.echo(at: path) }
}
