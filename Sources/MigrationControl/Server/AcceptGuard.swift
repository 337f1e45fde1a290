import NIOCore

/// Stands before the listening socket: when a connection cannot be accepted, mostly for lack of file descriptors, it
/// waits a moment instead of trying again at once and for ever.
final class AcceptGuard: ChannelDuplexHandler {
  typealias InboundIn = any Channel
  typealias OutboundIn = Never

  private static let pause = TimeAmount.milliseconds(100)

  private let tally: ServerTally
  private var isPaused = false
  private var isReadHeldBack = false

  init(tally: ServerTally) { self.tally = tally }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    tally.acceptFailed("\(error)")
    guard !isPaused else { return }
    isPaused = true
    let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.pause) { bound.value.handler.goOn(bound.value.context) }
  }

  func read(context: ChannelHandlerContext) {
    if isPaused { isReadHeldBack = true } else { context.read() }
  }

  private func goOn(_ context: ChannelHandlerContext) {
    isPaused = false
    guard isReadHeldBack else { return }
    isReadHeldBack = false
    context.read()
  }
}
