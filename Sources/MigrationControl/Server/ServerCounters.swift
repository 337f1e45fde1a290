/// What a server has seen since it was started.
public struct ServerCounters: Sendable, Hashable, Codable {
  /// Connections that were let in.
  public var accepted = 0
  /// Connections that are open now.
  public var open = 0
  /// Refused since there were too many.
  public var refusedOverall = 0
  /// Refused since their user had too many.
  public var refusedPerUid = 0
  /// Closed for a message beyond the bound.
  public var oversized = 0
  /// Closed for a message that was none.
  public var malformed = 0
  /// Closed for the first part of a message without the rest.
  public var unfinished = 0
  /// Closed for not calling anything.
  public var idleClosed = 0
  /// Closed for not reading replies.
  public var slowClosed = 0
  /// Times that a connection could not be taken over from the kernel, mostly for lack of file descriptors.
  public var acceptFailed = 0

  public init() {}
}
