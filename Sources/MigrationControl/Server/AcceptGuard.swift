import NIOCore

/// Stands before the listening socket: when a connection cannot be accepted, mostly for lack of file descriptors, it
/// waits a moment instead of trying again at once and for ever.
final class AcceptGuard: ChannelInboundHandler {
  typealias InboundIn = any Channel

  private static let pause = TimeAmount.milliseconds(100)

  private let tally: ServerTally
  /// Whether the last try failed: a row of failures is reported once.
  private var isFailing = false

  init(tally: ServerTally) { self.tally = tally }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    isFailing = false
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    tally.acceptFailed("\(error)", isFirst: !isFailing)
    isFailing = true
    try? context.channel.syncOptions?.setOption(.autoRead, value: false)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.pause) {
      try? bound.value.channel.syncOptions?.setOption(.autoRead, value: true)
    }
  }
}
