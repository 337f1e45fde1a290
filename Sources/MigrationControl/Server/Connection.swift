import NIOCore

/// One connection, seen from the tasks that answer its calls.
struct Connection: Sendable {
  let peer: Peer
  let channel: any Channel
  let handler: NIOLoopBound<ConnectionHandler>
  /// Succeeds when whatever is under way should be cancelled.
  let ended: EventLoopFuture<Void>

  /// Answers calls until the connection is closed.
  func serve(_ service: VarlinkService) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await answerCalls(service) }
      group.addTask { try? await ended.get() }
      await group.next()
      group.cancelAll()
    }
    try? await channel.closeFuture.get()
  }

  /// What becomes of a call.
  private enum Answer {
    case reply([UInt8])
    case noReply
    /// The connection ends; a reason is counted and reported.
    case end(CloseReason?)
  }

  private func answerCalls(_ service: VarlinkService) async {
    var reply: [UInt8]?
    while let message = await exchange(reply) {
      switch await answer(message, service) {
      case .reply(let bytes): reply = bytes
      case .noReply: reply = nil
      case .end(let reason): return end(reason)
      }
    }
  }

  private func answer(_ message: ByteBuffer, _ service: VarlinkService) async -> Answer {
    let call: VarlinkCall
    do {
      call = try message.withUnsafeReadableBytes { try VarlinkCall($0) }
    } catch {
      return .end(.malformed("\(error)"))
    }
    let reply: VarlinkReply
    do throws(VarlinkFailure) {
      reply = .final(try await carryOut(call, try service.method(for: call)))
    } catch {
      switch error {
      case .named(let name, let parameters): reply = .error(name, parameters)
      case .abandoned: return .end(nil)
      case .broken(let message): return .end(.failed(method: call.method, message: message))
      }
    }
    return call.mode == .oneway ? .noReply : .reply(reply.message)
  }

  private func carryOut(_ call: VarlinkCall, _ method: VarlinkMethod) async throws(VarlinkFailure) -> JSONObject {
    let request = VarlinkRequest(method: call.method, parameters: call.parameters, mode: call.mode, peer: peer)
    switch method {
    case .plain(let handle): return try await handle(request)
    case .streaming(let handle):
      channel.eventLoop.execute { handler.value.beginStream() }
      return try await handle(request, VarlinkReplies(self))
    }
  }

  // MARK: To the event loop

  private func exchange(_ reply: [UInt8]?) async -> ByteBuffer? {
    await withCheckedContinuation { continuation in
      channel.eventLoop.execute { handler.value.exchange(reply, continuation) }
    }
  }

  func send(_ reply: [UInt8]) async -> Bool {
    await withCheckedContinuation { continuation in
      channel.eventLoop.execute { handler.value.send(reply, continuation) }
    }
  }

  private func end(_ reason: CloseReason?) {
    channel.eventLoop.execute {
      if let reason { handler.value.close(reason) } else { handler.value.finish() }
    }
  }

  func drain() {
    channel.eventLoop.execute { handler.value.drain() }
  }

  func closeNow() {
    channel.eventLoop.execute { handler.value.closeNow() }
  }
}
