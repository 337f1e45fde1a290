/// The bounds that keep one caller from harming the others. Over a bound the connection is closed and counted.
public struct ServerLimits: Sendable, Hashable {
  /// Bytes of one message, without its NUL.
  public var message = 1 << 20
  /// Connections at the same time.
  public var connections = 256
  /// Connections of one user at the same time.
  public var connectionsPerUser = 64
  /// Time without a call. Streams are excluded: they are one long call.
  public var idle = Duration.seconds(300)
  /// Time from the first byte of a message to its NUL.
  public var unfinishedMessage = Duration.seconds(30)
  /// Bytes of replies that wait for one reader. Beyond it, senders are suspended; one reply may go over it.
  public var outbound = 1 << 20
  /// Time in which a reader takes nothing of what waits for it.
  public var slowReader = Duration.seconds(30)
  /// Time that calls under way are given when the server stops.
  public var stopping = Duration.seconds(10)

  public init() {}
}
