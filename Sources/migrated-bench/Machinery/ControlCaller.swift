import MigrationControl

/// Calls the daemon as migratectl does: typed parameters out, a typed reply back.
struct ControlCaller {
  private let client: VarlinkClient

  init(_ client: VarlinkClient) { self.client = client }

  func list(limit: Int? = nil) throws {
    let asked =
      limit.map { Call.List.Parameters(limit: $0) } ?? Call.List.Parameters(migration: SampleJournal.name(2))
    let reply = try call(Call.List.self, asked)
    guard reply.rollouts.count == limit ?? 1 else { throw BenchError("List answered \(reply.rollouts.count) rollouts") }
  }

  func status() throws {
    let reply = try call(Call.Status.self, Call.Status.Parameters())
    guard reply.state == .serving else { throw BenchError("the daemon is \(reply.state)") }
  }

  /// What the server says of itself, through the service interface.
  func information() throws {
    let reply = try client.call("org.varlink.service.GetInfo")
    guard reply["interfaces"] != nil else { throw BenchError("GetInfo answered without interfaces") }
  }

  private func call<M: ControlMethod>(_ method: M.Type, _ parameters: M.Parameters) throws -> M.Reply {
    try JSONValueDecoder.decodeObject(
      M.Reply.self, from: client.call(M.name, JSONValueEncoder.encodeObject(parameters)))
  }
}
