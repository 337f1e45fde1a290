import NIOCore

/// One connection, seen from the tasks that answer its calls.
struct Connection: Sendable {
  let channel: any Channel
  let handler: NIOLoopBound<ConnectionHandler>
  /// Succeeds when whatever is under way should be cancelled.
  let ended: EventLoopFuture<Void>

  let answerer: CallAnswerer

  /// Answers calls until the connection is closed.
  func serve() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await answerCalls() }
      group.addTask { try? await ended.get() }
      await group.next()
      group.cancelAll()
    }
    try? await channel.closeFuture.get()
  }

  private func answerCalls() async {
    var reply: [UInt8]?
    while let incoming = await exchange(reply) {
      switch await answer(incoming) {
      case .reply(let bytes): reply = bytes
      case .noReply: reply = nil
      case .end(let reason): return end(reason)
      }
    }
  }

  private func answer(_ incoming: IncomingCall) async -> CallAnswerer.Answer {
    switch incoming {
    case .call(let call, let method): return await answer(call, method)
    case .message(let message):
      switch answerer.begin(message) {
      case .answered(let answer): return answer
      case .call(let call, let method): return await answer(call, method)
      }
    }
  }

  private func answer(_ call: VarlinkCall, _ method: VarlinkMethod) async -> CallAnswerer.Answer {
    let request = answerer.request(call)
    do throws(VarlinkFailure) {
      switch method {
      case .immediate(let handle): return answerer.answer(call, .final(try handle(request)))
      case .plain(let handle): return answerer.answer(call, .final(try await handle(request)))
      case .streaming(let handle):
        channel.eventLoop.execute { handler.value.beginStream() }
        return answerer.answer(call, .final(try await handle(request, VarlinkReplies(self))))
      }
    } catch {
      return answerer.answer(call, failure: error)
    }
  }

  // MARK: To the event loop

  private func exchange(_ reply: [UInt8]?) async -> IncomingCall? {
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
