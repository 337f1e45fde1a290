import NIOCore

/// Cuts the bytes of a connection into messages.
struct MessageInbox {
  private static let oneway = Array(#""oneway""#.utf8)

  private var buffer = ByteBuffer()
  /// Bytes of the buffer's readable part that are known to contain no NUL.
  private var scanned = 0
  /// Where the first message's NUL is, from the start of the readable part.
  private var firstEnd: Int?

  var hasMessage: Bool { firstEnd != nil }
  /// Bytes are there, and not a whole message.
  var hasPartOnly: Bool { firstEnd == nil && buffer.readableBytes > 0 }
  /// Bytes of the first message, as far as it is there.
  var firstLength: Int { firstEnd ?? buffer.readableBytes }

  /// As far as it is there, the first message may be a oneway call, which is not answered.
  var mayBeOneway: Bool {
    buffer.withUnsafeReadableBytes { bytes in
      UnsafeRawBufferPointer(rebasing: bytes.prefix(firstLength)).contains(Self.oneway)
    }
  }

  mutating func append(_ bytes: ByteBuffer) {
    if buffer.readableBytes == 0 {
      buffer = bytes
    } else {
      var bytes = bytes
      buffer.discardReadBytes()
      buffer.writeBuffer(&bytes)
    }
    findEnd()
  }

  /// The first message without its NUL.
  mutating func next() -> ByteBuffer? {
    guard let end = firstEnd, let message = buffer.readSlice(length: end) else { return nil }
    buffer.moveReaderIndex(forwardBy: 1)
    firstEnd = nil
    scanned = 0
    if buffer.readableBytes == 0 {
      buffer = ByteBuffer()  // a large message's storage goes with the message
    } else {
      findEnd()
    }
    return message
  }

  private mutating func findEnd() {
    guard firstEnd == nil else { return }
    let start = scanned
    firstEnd = buffer.withUnsafeReadableBytes { $0.firstNUL(from: start) }
    scanned = firstEnd ?? buffer.readableBytes
  }
}
