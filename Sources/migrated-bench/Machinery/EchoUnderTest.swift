import Glibc

/// A process that sends back what it gets: what a round trip costs between two processes at least.
final class EchoUnderTest {
  private let socket: String
  private let process: ChildProcess

  init(in place: Workplace) throws {
    socket = "\(try place.subfolder("echo"))/echo.sock"
    process = try ChildProcess(try place.program("migrated-bench"), ["echo", socket])
  }

  func connect() throws -> MessageSocket {
    for _ in 0..<1_000 {
      if let connection = try? MessageSocket(connectingTo: socket) { return connection }
      usleep(5_000)
    }
    throw BenchError("the echo did not start")
  }

  func stop() { process.stop() }
}
