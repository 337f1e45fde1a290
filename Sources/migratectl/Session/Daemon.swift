import MigrationControl

/// The daemon at a socket. Each call has a connection of its own.
struct Daemon: Sendable {
  let path: String
  /// How long an answer may take.
  let timeout: Duration

  func call<Method: ControlMethod>(
    _ method: Method.Type, _ parameters: Method.Parameters
  ) throws(Failure) -> Answer<Method> {
    Answer(json: try call(Method.name, try Self.object(parameters)))
  }

  func call(_ method: String, _ parameters: JSONObject) throws(Failure) -> JSONObject {
    do {
      return try VarlinkClient(path: path, timeout: timeout).call(method, parameters)
    } catch {
      throw Failure(error)
    }
  }

  /// Hands each reply to `each` until it returns false or there are no more.
  func stream(
    _ method: String, _ parameters: JSONObject, each: (JSONObject) throws(Failure) -> Bool
  ) throws(Failure) {
    var failure: Failure?
    do {
      try VarlinkClient(path: path, timeout: timeout).stream(method, parameters) { (reply) throws(ControlError) in
        do throws(Failure) {
          return try each(reply)
        } catch {
          failure = error
          return false
        }
      }
    } catch {
      throw Failure(error)
    }
    if let failure { throw failure }
  }

  static func object(_ parameters: some Encodable) throws(Failure) -> JSONObject {
    do {
      return try JSONValueEncoder.encodeObject(parameters)
    } catch {
      throw .failed("The call cannot be written: \(error.description)")
    }
  }
}
