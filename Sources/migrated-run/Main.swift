import CLandlock
import Glibc

/// Starts a plan's command for the daemon: confined, in a process group of its own, and ended with it when the daemon
/// goes away. It ends as the command ends. Where the command could not be started at all, the reason goes to the daemon
/// through the socket that is this process's standard input.
@main
struct Main {
  static func main() {
    // Asked by the daemon at its start: whether commands can be confined here.
    if CommandLine.arguments.dropFirst() == ["--landlock-version"] {
      print(max(0, landlock_version()))
      return
    }
    do throws(RunFailure) {
      let arguments = try RunArguments(Array(CommandLine.arguments.dropFirst()))
      guard close_descriptors_on_exec() == 0 else { throw RunFailure(system: "descriptors cannot be kept back") }
      let supervision = try Supervision()
      try Confinement.begin()?.obey(arguments)
      exit(supervision.end(of: try supervision.start(arguments.command)))
    } catch {
      let text = Array(error.message.utf8)
      _ = send(Supervision.daemon, text, text.count, Int32(MSG_NOSIGNAL))
      exit(127)
    }
  }
}
