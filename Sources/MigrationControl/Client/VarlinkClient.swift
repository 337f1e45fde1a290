/// One connection to a server, with blocking calls. Closed when it is released.
public final class VarlinkClient {
  private let socket: ClientSocket

  /// `timeout` bounds how long nothing may come while something is awaited.
  public init(path: String, timeout: Duration = .seconds(45)) throws(ControlError) {
    socket = try ClientSocket(path: path, timeout: timeout)
  }

  /// The parameters of the one reply.
  public func call(_ method: String, _ parameters: JSONObject = [:]) throws(ControlError) -> JSONObject {
    _ = try socket.send(VarlinkCall(method: method, parameters: parameters).message)
    switch try receive() {
    case .final(let parameters): return parameters
    case .error(let name, let parameters): throw .replied(error: name, parameters: parameters)
    case .continuing: throw violation("a reply that others follow, and only one was asked for")
    }
  }

  /// Hands each reply to `each`, the last one too, until it returns false or there are no more. Where it ends early the
  /// connection is closed: that is how Varlink ends a stream.
  public func stream(
    _ method: String, _ parameters: JSONObject = [:], each: (JSONObject) throws(ControlError) -> Bool
  ) throws(ControlError) {
    _ = try socket.send(VarlinkCall(method: method, parameters: parameters, mode: .more).message)
    while true {
      switch try receive() {
      case .final(let parameters):
        _ = try each(parameters)
        return
      case .continuing(let parameters):
        var goesOn = false
        defer { if !goesOn { socket.close() } }
        goesOn = try each(parameters)
        guard goesOn else { return }
      case .error(let name, let parameters): throw .replied(error: name, parameters: parameters)
      }
    }
  }

  /// Calls without awaiting anything. A server may drop what it has not begun when the connection closes: follow it by
  /// a call with a reply.
  public func callOneway(_ method: String, _ parameters: JSONObject = [:]) throws(ControlError) {
    guard try socket.send(VarlinkCall(method: method, parameters: parameters, mode: .oneway).message) else {
      throw .closed
    }
  }

  /// Bytes of a call as it is sent, without its NUL: what a server's bound counts.
  public static func size(of method: String, _ parameters: JSONObject) -> Int {
    VarlinkCall(method: method, parameters: parameters).message.count - 1
  }

  private func receive() throws(ControlError) -> VarlinkReply {
    let message = try socket.receive()
    let parsed = message.withUnsafeBytes { bytes in
      Result { () throws(MessageError) in try VarlinkReply(bytes) }
    }
    switch parsed {
    case .success(let reply): return reply
    case .failure(let error): throw violation("\(error)")
    }
  }

  private func violation(_ message: String) -> ControlError {
    socket.close()
    return .protocolViolation(message)
  }
}
