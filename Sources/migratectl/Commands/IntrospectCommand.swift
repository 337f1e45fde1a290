import ArgumentParser
import MigrationControl

struct IntrospectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "introspect", abstract: "Print the description of an interface, as the daemon serves it.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(help: "The interface.")
  var interface: String = Wire.interface

  func run() throws(Failure) {
    let method = "org.varlink.service.GetInterfaceDescription"
    let reply: JSONObject
    do {
      reply = try options.daemon.call(method, ["interface": .string(interface)])
    } catch {
      throw error.asTyped
    }
    let output = options.output
    if output.show(.object(reply)) { return }
    guard let description = reply["description"]?.string else {
      throw .failed("The answer to \(method) has no description.")
    }
    output.show(SafeText.lines(description).map { $0 + "\n" }.joined(), paged: true)
  }
}
