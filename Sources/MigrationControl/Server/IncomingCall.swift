import NIOCore

/// What the event loop hands to the task that answers.
enum IncomingCall: Sendable {
  case call(VarlinkCall, VarlinkMethod)
  /// Too large to be read on the event loop.
  case message(ByteBuffer)
}
