import MigrationControl

/// What the daemon answered, as it came: read only where it is needed, so that a newer daemon's answer can be printed.
struct Answer<Method: ControlMethod>: Sendable {
  let json: JSONObject

  func read() throws(Failure) -> Method.Reply {
    do {
      return try JSONValueDecoder.decodeObject(Method.Reply.self, from: json)
    } catch {
      throw .unreadable(method: Method.name, error)
    }
  }
}
