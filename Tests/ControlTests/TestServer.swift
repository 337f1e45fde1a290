import MigrationControl
import Testing

/// A server of the test service for as long as `body` runs.
struct TestServer {
  let folder: TestFolder
  let server: VarlinkServer
  /// What the handlers noted, and what the server reported.
  let log: EventLog

  var path: String { folder.socket }

  static func with<Result>(
    _ limits: ServerLimits = ServerLimits(), tooLarge: VarlinkFailure? = nil,
    _ body: (TestServer) async throws -> Result
  ) async throws -> Result {
    let folder = try TestFolder()
    let log = EventLog()
    let server = VarlinkServer(
      try ListeningSocket(path: folder.socket, mode: 0o600), service: try TestService.make(log), limits: limits,
      tooLarge: tooLarge, report: { log.note("\($0)".replacing(#/uid \d+, pid \d+/#, with: "someone")) })
    async let running: Void = server.run()
    let result: Swift.Result<Result, any Error>
    do {
      let test = TestServer(folder: folder, server: server, log: log)
      result = .success(try await withTaskExecutorPreference(BlockingExecutor.shared) { try await body(test) })
    } catch {
      result = .failure(error)
    }
    server.stop()
    try await running
    #expect(server.counters.open == 0)
    #expect(folder.names.isEmpty)
    return try result.get()
  }

  func connect() throws -> RawSocket { try RawSocket(path) }
}
