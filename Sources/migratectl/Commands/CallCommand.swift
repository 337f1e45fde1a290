import ArgumentParser
import MigrationControl

struct CallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call",
    abstract: "Call a method of the daemon's interface, and print its answer as JSON.",
    discussion: "See introspect for the methods there are.")

  @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

  @Argument(
    help: "The method, such as List; of another interface with its name, such as org.varlink.service.GetInfo.",
    completion: .custom { _, _, _ in MethodNames.all })
  var method: String

  @Argument(help: "Its parameters, as a JSON object.")
  var parameters: String = "{}"

  @Flag(name: .long, help: "Take any number of answers, a line each: for Watch and History.")
  var more = false

  func run() throws(Failure) {
    let name = method.contains(".") ? method : "\(Wire.interface).\(method)"
    let output = options.output
    let asked = try object()
    do throws(Failure) {
      try call(name, asked, output)
    } catch {
      throw error.asTyped
    }
  }

  private func call(_ name: String, _ asked: JSONObject, _ output: Output) throws(Failure) {
    if more {
      LastWords.onInterrupt("", status: ExitStatus.done.rawValue)
      try options.daemon.stream(name, asked) { (reply) throws(Failure) in
        show(reply, output)
        return true
      }
    } else {
      show(try options.daemon.call(name, asked), output)
    }
  }

  private func show(_ reply: JSONObject, _ output: Output) {
    if output.show(.object(reply)) { return }
    output.show(Terminal.isTerminal(.output) ? IndentedJSON.text(.object(reply)) : "\(JSONValue.object(reply))\n")
  }

  private func object() throws(Failure) -> JSONObject {
    do {
      let value = try JSONParser.parse(parameters)
      guard let object = value.object else {
        throw Failure.usage("The parameters are \(value.kind), expected an object.")
      }
      return object
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .usage("The parameters are \(error).")
    }
  }
}
