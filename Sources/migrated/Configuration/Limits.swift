/// What one caller, or all of them, may take of the control socket.
struct Limits: Sendable, Hashable {
  /// One message in bytes; a plan is registered in one message.
  var messageSize = 1 << 20
  var connections = 256
  /// Connections of one uid.
  var connectionsPerUser = 64
  /// How long a connection may be silent with no call under way.
  var idle: Duration = .seconds(300)
}
