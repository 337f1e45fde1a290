import Glibc
import MigrationConfinement

/// Runs one program of a plan for the daemon: confined, in a process group of its own, and no longer than the daemon
/// lives. Not meant to be called by hand.
///
/// Standard input is a pipe that nothing is written to; when its other end closes, the program is ended. Standard output
/// becomes the program's output. What became of it is told on standard error, a line each: `started PID`, and then
/// `exited STATUS` or `signaled NUMBER`; anything else says why it was not started.
@main
struct Main {
  static func main() {
    OwnProcess.hide()
    OwnProcess.closeOtherDescriptors()
    do throws(RunFailure) {
      let request = try Request(CommandLine.arguments.dropFirst())
      let presence = try Presence(path: request.presence)
      let end = try Supervisor(request: request).run()
      withExtendedLifetime(presence) {}
      exit(end.status)
    } catch {
      Report.tell(error.message)
      exit(125)
    }
  }
}
