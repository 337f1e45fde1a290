import NIOCore

/// The part of a connection that lives on the event loop: bytes in, bytes out, and the clocks. What can be answered at
/// once is answered here, which spares two changes of thread; `Connection` takes the other calls, one at a time, and
/// gives their replies back.
final class ConnectionHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Phase {
    /// Calls are taken.
    case open
    /// No further call is taken; when the one under way has been answered, the connection is closed.
    case draining
    /// Replies go out, then the connection is closed.
    case closing
    case closed
  }

  /// Bytes of a message that is read here; larger ones would keep the other connections waiting.
  private static let smallMessage = 16 << 10

  private let answerer: CallAnswerer
  private let limits: ServerLimits
  private let tally: ServerTally
  /// Succeeds when whatever is under way should be cancelled.
  private let ended: EventLoopPromise<Void>

  private var context: ChannelHandlerContext?
  private var phase = Phase.open
  private var inbox = MessageInbox()
  /// The peer will send nothing more, and may still read.
  private var inputIsClosed = false
  /// Reading was asked for while a message was still to be taken.
  private var isReadHeldBack = false
  private var isStreaming = false

  /// Whoever takes the next call.
  private var taker: CheckedContinuation<IncomingCall?, Never>?
  /// Whoever waits until the reader has made room.
  private var senders: [CheckedContinuation<Bool, Never>] = []

  private var idleSince: NIODeadline?
  private var partSince: NIODeadline?
  private var progress = WriteProgress()
  private var check: (at: NIODeadline, task: Scheduled<Void>)?

  init(answerer: CallAnswerer, limits: ServerLimits, tally: ServerTally, ended: EventLoopPromise<Void>) {
    self.answerer = answerer
    self.limits = limits
    self.tally = tally
    self.ended = ended
  }

  // MARK: What Connection asks

  /// Sends the reply to the last call, if it has one, and hands over the next call when there is one; nil at the end.
  func exchange(_ reply: [UInt8]?, _ taker: CheckedContinuation<IncomingCall?, Never>) {
    if let reply { write(reply) }
    isStreaming = false
    switch phase {
    case .open:
      self.taker = taker
      deliver()
    case .draining:
      taker.resume(returning: nil)
      closeWhenWritten()
    case .closing, .closed: taker.resume(returning: nil)
    }
  }

  /// Sends one reply of a stream; true once there is room for the next, false when nobody reads any more.
  func send(_ reply: [UInt8], _ sender: CheckedContinuation<Bool, Never>) {
    switch phase {
    case .open:
      write(reply)
      if context?.channel.isWritable == true { sender.resume(returning: true) } else { senders.append(sender) }
    case .draining, .closing, .closed: sender.resume(returning: false)
    }
  }

  func beginStream() {
    isStreaming = true
    if phase == .draining { endStream() }
  }

  /// Takes no further call.
  func drain() {
    guard phase == .open else { return }
    phase = .draining
    if let taker {
      self.taker = nil
      taker.resume(returning: nil)
      closeWhenWritten()
    } else if isStreaming {
      endStream()
    }
  }

  /// Closes at once where nothing can be answered any more, and lets replies out before where something can.
  func close(_ reason: CloseReason) {
    switch phase {
    case .open, .draining:
      tally.closed(answerer.peer, reason)
      switch reason {
      case .malformed, .failed: closeWhenWritten()
      case .oversized:
        if let words = answerer.lastWords, !inbox.mayBeOneway { write(words) }
        closeWhenWritten()
      case .unfinishedMessage, .idle, .slowReader, .tooManyConnections, .tooManyOfUser: closeNow()
      }
    case .closing, .closed: break
    }
  }

  /// Ends the connection once its replies are out.
  func finish() {
    switch phase {
    case .open, .draining: closeWhenWritten()
    case .closing, .closed: break
    }
  }

  /// Ends the connection whatever is under way.
  func closeNow() {
    context?.close(promise: nil)
  }

  private func endStream() {
    releaseSenders(false)
    ended.succeed()
  }

  // MARK: Bytes in

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    end()
    self.context = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch phase {
    case .open, .draining: break
    case .closing, .closed: return
    }
    inbox.append(unwrapInboundIn(data))
    noteParts()
    deliver()
  }

  /// Bytes are read only as long as no whole message, and none over the bound, waits to be taken: what a caller
  /// pipelines stays in the kernel.
  func read(context: ChannelHandlerContext) {
    if inbox.hasMessage || inbox.firstLength > limits.message { isReadHeldBack = true } else { context.read() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event {
      inputIsClosed = true
      deliver()
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  /// An error of the socket: there is nobody to tell.
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// Takes messages as long as somebody is there to answer them, and room for the replies.
  private func deliver() {
    while phase == .open, let taker, let context, context.channel.isWritable {
      guard inbox.firstLength <= limits.message else { return close(.oversized(bound: limits.message)) }
      guard let message = inbox.next() else { return inputIsClosed ? closeWhenWritten() : beginIdling() }
      idleSince = nil
      noteParts()
      if isReadHeldBack, !inbox.hasMessage {
        isReadHeldBack = false
        context.read()
      }
      guard let incoming = answerAtOnce(message) else { continue }
      self.taker = nil
      taker.resume(returning: incoming)
    }
  }

  /// Nil where no answer is left to be given.
  private func answerAtOnce(_ message: ByteBuffer) -> IncomingCall? {
    guard message.readableBytes <= Self.smallMessage else { return .message(message) }
    switch answerer.begin(message) {
    case .call(let call, let method): return .call(call, method)
    case .answered(.reply(let bytes)): write(bytes)
    case .answered(.noReply): break
    case .answered(.end(let reason)):
      if let reason { close(reason) } else { finish() }
    }
    return nil
  }

  private func beginIdling() {
    let now = NIODeadline.now()
    idleSince = now
    wake(at: now + TimeAmount(limits.idle))
  }

  private func noteParts() {
    guard inbox.hasPartOnly else {
      partSince = nil
      return
    }
    guard partSince == nil else { return }
    let now = NIODeadline.now()
    partSince = now
    wake(at: now + TimeAmount(limits.unfinishedMessage))
  }

  // MARK: Bytes out

  private func write(_ bytes: [UInt8]) {
    guard let context else { return }
    context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    progress.written += bytes.count
    let now = NIODeadline.now()
    if progress.isBlocked(waiting: waiting, now: now) { wake(at: progress.since + TimeAmount(limits.slowReader)) }
  }

  /// Bytes that wait for the reader.
  private var waiting: Int {
    (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      releaseSenders(true)
      deliver()
    }
    context.fireChannelWritabilityChanged()
  }

  private func releaseSenders(_ result: Bool) {
    let released = senders
    senders = []
    for sender in released { sender.resume(returning: result) }
  }

  // MARK: Clocks

  /// Looks at the clocks at that time, unless it does so earlier anyway.
  private func wake(at deadline: NIODeadline) {
    if let check, check.at <= deadline { return }
    guard let context else { return }
    check?.task.cancel()
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    check = (deadline, context.eventLoop.scheduleTask(deadline: deadline) { bound.value.look() })
  }

  private func look() {
    check = nil
    guard phase != .closed else { return }
    let now = NIODeadline.now()
    if let partSince {
      let deadline = partSince + TimeAmount(limits.unfinishedMessage)
      guard now < deadline else { return close(.unfinishedMessage(after: limits.unfinishedMessage)) }
      wake(at: deadline)
    }
    if let idleSince, partSince == nil {
      let deadline = idleSince + TimeAmount(limits.idle)
      guard now < deadline else { return close(.idle(after: limits.idle)) }
      wake(at: deadline)
    }
    if progress.isBlocked(waiting: waiting, now: now) {
      let deadline = progress.since + TimeAmount(limits.slowReader)
      guard now < deadline else { return closeSlow() }
      wake(at: deadline)
    }
  }

  /// Counted also where the connection was being closed anyway.
  private func closeSlow() {
    if phase == .closing { tally.closed(answerer.peer, .slowReader(after: limits.slowReader)) }
    close(.slowReader(after: limits.slowReader))
    closeNow()
  }

  // MARK: The end

  private func closeWhenWritten() {
    guard let context else { return }
    phase = .closing
    releaseSenders(false)
    if let taker {
      self.taker = nil
      taker.resume(returning: nil)
    }
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.whenComplete { _ in bound.value.closeNow() }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
  }

  private func end() {
    guard phase != .closed else { return }
    phase = .closed
    check?.task.cancel()
    check = nil
    releaseSenders(false)
    taker?.resume(returning: nil)
    taker = nil
    ended.succeed()
  }
}
