import CLibpq
import Glibc

/// Makes a connection on the thread that calls, within the bound that each address has, and gives up when told to.
struct PostgreSQLOpening {
  let options: PostgreSQLOptions
  let stop: PostgreSQLStop

  func open() throws(PostgreSQLError) -> PostgreSQLSession {
    guard let handle = options.start() else { throw .unreachable(code: nil, "libpq has no memory for a connection") }
    let session = PostgreSQLSession(handle: handle)
    guard PQstatus(handle) != CONNECTION_BAD else { throw refusal(handle) }
    // So that the SQLSTATE of a refusal is in its words, where alone libpq has it.
    PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
    switch try drive(handle) {
    case .open:
      PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
      return session
    case .silent: return try openWaiting()
    }
  }

  private enum Driven {
    case open
    /// An address did not answer in time, and others may.
    case silent
  }

  private func drive(_ handle: OpaquePointer) throws(PostgreSQLError) -> Driven {
    var wait = PostgreSQLWait(stop: stop)
    var address = ""
    var events = Int32(POLLOUT)
    while true {
      let now = self.address(handle)
      // Each address has its own time, as libpq has it.
      if now != address || wait.deadline == nil { wait.deadline = .now + .seconds(options.connectTimeout) }
      address = now
      switch wait.until(events, on: handle) {
      case .ready: break
      case .stopped: throw .cancelled
      case .expired:
        if options.hasSeveralAddresses { return .silent }
        let place = address.isEmpty ? "the server" : address
        throw .unreachable(code: nil, "\(place) did not answer within \(options.connectTimeout) s")
      }
      switch PQconnectPoll(handle) {
      case PGRES_POLLING_OK: return .open
      case PGRES_POLLING_READING: events = Int32(POLLIN)
      case PGRES_POLLING_WRITING: events = Int32(POLLOUT)
      default: throw refusal(handle)
      }
    }
  }

  private func address(_ handle: OpaquePointer) -> String {
    let parts = [PQhost(handle), PQhostaddr(handle), PQport(handle)].map { $0.map { String(cString: $0) } ?? "" }
    let host = parts[1].isEmpty || parts[0] == parts[1] ? parts[0] : "\(parts[0]) (\(parts[1]))"
    return host.isEmpty ? "" : "\(host), port \(parts[2])"
  }

  /// Only libpq itself can leave a silent address for the next one, and it blocks meanwhile.
  private func openWaiting() throws(PostgreSQLError) -> PostgreSQLSession {
    if stop.isAsked { throw .cancelled }
    guard let handle = options.connectWaiting() else {
      throw .unreachable(code: nil, "libpq has no memory for a connection")
    }
    let session = PostgreSQLSession(handle: handle)
    guard PQstatus(handle) == CONNECTION_OK else { throw refusal(handle) }
    return session
  }

  private func refusal(_ handle: OpaquePointer) -> PostgreSQLError {
    let refusal = PostgreSQLRefusal(words: String(cString: PQerrorMessage(handle)))
    return .unreachable(code: refusal.code, options.withoutPasswords(refusal.text))
  }
}
