/// How many replies a caller asks for.
public enum CallMode: Sendable, Hashable {
  case oneReply
  /// As many as there are, until one that does not continue.
  case more
  /// None, not even an error.
  case oneway
  /// One, after which another protocol takes over the connection.
  case upgrade
}
