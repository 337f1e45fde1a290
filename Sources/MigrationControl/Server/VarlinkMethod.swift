/// How a method is carried out. Handlers run concurrently, one at a time for each connection; all but the immediate ones
/// run away from the thread that serves the socket, and are cancelled when their caller goes away.
public enum VarlinkMethod: Sendable {
  /// Answers from what is in memory, on the thread that serves the socket: fastest, and it must not wait for anything.
  case immediate(@Sendable (VarlinkRequest) throws(VarlinkFailure) -> JSONObject)
  /// Answers once.
  case plain(@Sendable (VarlinkRequest) async throws(VarlinkFailure) -> JSONObject)
  /// Sends replies while it goes on, and returns the last one. Refused without `more`. It is cancelled also when the
  /// server stops; what it then returns or throws is still sent.
  case streaming(@Sendable (VarlinkRequest, VarlinkReplies) async throws(VarlinkFailure) -> JSONObject)

  /// An immediate method with Swift types for its parameters.
  public static func immediate<Input: Decodable & SendableMetatype, Output: Encodable & SendableMetatype>(
    _ handle: @escaping @Sendable (Input, VarlinkRequest) throws(VarlinkFailure) -> Output
  ) -> VarlinkMethod {
    .immediate { (request) throws(VarlinkFailure) in
      try encode(try handle(try request.decode(Input.self), request))
    }
  }

  /// A plain method with Swift types for its parameters.
  public static func plain<Input: Decodable & SendableMetatype, Output: Encodable & SendableMetatype>(
    _ handle: @escaping @Sendable (Input, VarlinkRequest) async throws(VarlinkFailure) -> Output
  ) -> VarlinkMethod {
    .plain { (request) async throws(VarlinkFailure) in
      try encode(try await handle(try request.decode(Input.self), request))
    }
  }

  /// A streaming method with Swift types for its parameters.
  public static func streaming<Input: Decodable & SendableMetatype, Output: Encodable & SendableMetatype>(
    _ handle: @escaping @Sendable (Input, VarlinkRequest, VarlinkReplies) async throws(VarlinkFailure) -> Output
  ) -> VarlinkMethod {
    .streaming { (request, replies) async throws(VarlinkFailure) in
      try encode(try await handle(try request.decode(Input.self), request, replies))
    }
  }

  static func encode(_ output: some Encodable) throws(VarlinkFailure) -> JSONObject {
    do {
      return try JSONValueEncoder.encodeObject(output)
    } catch {
      throw .broken("a reply could not be written: \(error)")
    }
  }
}
