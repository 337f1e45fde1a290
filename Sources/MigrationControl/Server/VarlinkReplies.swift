import Synchronization

/// Where a streaming method sends its replies.
public final class VarlinkReplies: Sendable {
  private let connection: Connection
  private let sent = Mutex(0)

  init(_ connection: Connection) { self.connection = connection }

  /// Sends one reply that others follow. Returns when there is room for the next one, which a slow reader may delay;
  /// a reader that takes nothing at all is closed. Throws `abandoned` once nobody listens any more.
  public func send(_ parameters: JSONObject) async throws(VarlinkFailure) {
    guard !Task.isCancelled else { throw .abandoned }
    sent.withLock { $0 &+= 1 }
    guard await connection.send(VarlinkReply.continuing(parameters).message) else { throw .abandoned }
  }

  /// The same with a Swift type.
  public func send(_ reply: some Encodable) async throws(VarlinkFailure) {
    try await send(try VarlinkMethod.encode(reply))
  }

  /// Runs `body`, and sends `beat` whenever nothing else was sent for that long, so that the caller can tell a quiet
  /// stream from a dead one.
  public func withHeartbeat<Result: Sendable>(
    every interval: Duration, _ beat: JSONObject = [:],
    _ body: @escaping @Sendable () async throws(VarlinkFailure) -> Result
  ) async throws(VarlinkFailure) -> Result {
    let outcome = await withTaskGroup(of: Swift.Result<Result, VarlinkFailure>?.self) { group in
      group.addTask {
        do throws(VarlinkFailure) {
          return .success(try await body())
        } catch {
          return .failure(error)
        }
      }
      group.addTask {
        await self.beat(every: interval, beat)
        return nil
      }
      var outcome: Swift.Result<Result, VarlinkFailure>?
      while outcome == nil, let ended = await group.next() { outcome = ended }
      group.cancelAll()
      return outcome
    }
    guard let outcome else { throw .abandoned }
    return try outcome.get()
  }

  /// Returns when cancelled, or when nobody listens any more.
  private func beat(every interval: Duration, _ parameters: JSONObject) async {
    while true {
      let before = sent.withLock { $0 }
      do {
        try await Task.sleep(for: interval)
        if before == sent.withLock({ $0 }) { try await send(parameters) }
      } catch {
        return
      }
    }
  }
}
