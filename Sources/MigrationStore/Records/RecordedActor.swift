/// Who asked for something: the peer of the connection, or the daemon itself (verb `daemon`).
public struct RecordedActor: Sendable, Hashable {
  public var uid: UInt32
  public var user: String
  public var pid: Int32
  /// What was asked: `advance`, `approve`, `daemon`.
  public var verb: String

  public init(uid: UInt32, user: String, pid: Int32, verb: String) {
    self.uid = uid
    self.user = user
    self.pid = pid
    self.verb = verb
  }

  /// The daemon itself: what no person asked for at that moment.
  public static let daemon = RecordedActor(uid: 0, user: "migrated", pid: 0, verb: "daemon")
}
