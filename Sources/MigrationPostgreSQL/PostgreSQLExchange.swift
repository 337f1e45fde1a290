import CLibpq
import Glibc

extension PostgreSQLSession {
  /// Runs one statement to its end. `$1`, `$2`, … in it are `values`; a second statement behind a semicolon is refused
  /// by the server. `bound` is for the whole of it; more rows than `limit` are not waited for. What commits must not be
  /// cancellable: whether it did would not be known.
  @discardableResult
  public func run(
    _ sql: String, _ values: [PostgreSQLValue] = [], bound: Duration? = nil, limit: Int = 100_000,
    isCancellable: Bool = true
  ) throws(PostgreSQLError) -> PostgreSQLResult {
    guard isOpen else { throw .lost("the connection is closed") }
    let wait = PostgreSQLWait(
      stop: isCancellable ? stop : PostgreSQLStop(), deadline: bound.map { ContinuousClock.now + $0 })
    if wait.stop.isAsked { throw .cancelled }
    try checkTexts(sql, values)
    try send(sql, values)
    var exchange = PostgreSQLExchange(handle: handle, wait: wait, limit: limit)
    let end = exchange.finish()
    if exchange.isDeaf { isAbandoned = true }
    switch end {
    case .failed(let error): throw error
    case .interrupted(.stopped): throw .cancelled
    case .interrupted(.expired): throw .expired(bound ?? .zero)
    case .interrupted(.ready), .answered: return exchange.result
    }
  }

  /// libpq takes what is before a NUL for the whole.
  private func checkTexts(_ sql: String, _ values: [PostgreSQLValue]) throws(PostgreSQLError) {
    let hasNUL = values.contains { value in !value.isBinary && value.content?.contains(0) == true }
    guard hasNUL || sql.utf8.contains(0) else { return }
    throw .server(PostgreSQLFailure(code: "22021", message: "a text has a NUL in it, which PostgreSQL does not take"))
  }

  private func send(_ sql: String, _ values: [PostgreSQLValue]) throws(PostgreSQLError) {
    let contents = values.map(\.content)
    let pointers = contents.map { bytes in
      bytes.flatMap { bytes -> UnsafePointer<CChar>? in
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
        for (place, byte) in bytes.enumerated() { copy[place] = CChar(bitPattern: byte) }
        copy[bytes.count] = 0
        return UnsafePointer(copy)
      }
    }
    defer { for pointer in pointers { pointer?.deallocate() } }
    let isSent = PQsendQueryParams(
      handle, sql, Int32(values.count), values.map(\.type), pointers, contents.map { Int32($0?.count ?? 0) },
      values.map { $0.isBinary ? 1 : 0 }, 0)
    guard isSent == 1 else {
      throw .lost(oneLine(String(cString: PQerrorMessage(handle))))
    }
    PQsetSingleRowMode(handle)
  }
}

/// One statement under way, from when it was sent until the server is ready for the next.
struct PostgreSQLExchange {
  let handle: OpaquePointer
  var wait: PostgreSQLWait
  let limit: Int

  private(set) var result = PostgreSQLResult()
  /// The server did not answer even the request to cancel.
  private(set) var isDeaf = false
  private var failure: PostgreSQLError?
  private var interruption: PostgreSQLWait.End?

  init(handle: OpaquePointer, wait: PostgreSQLWait, limit: Int) {
    self.handle = handle
    self.wait = wait
    self.limit = limit
  }

  enum End {
    case answered
    case failed(PostgreSQLError)
    case interrupted(PostgreSQLWait.End)
  }

  mutating func finish() -> End {
    while let answer = next() {
      take(answer)
      PQclear(answer)
    }
    if let interruption, isDeaf { return .interrupted(interruption) }
    // Without an error it has come to its end in spite of the request to cancel, and stands.
    guard let failure else { return .answered }
    if case .server(let said) = failure, said.code == "57014" {
      if let interruption { return .interrupted(interruption) }
      if result.isCut { return .answered }
    }
    return .failed(failure)
  }

  /// The next part of the answer; nil at its end.
  private mutating func next() -> OpaquePointer? {
    while PQisBusy(handle) == 1 {
      switch wait.until(Int32(POLLIN), on: handle) {
      case .ready:
        // On failure libpq has an answer about it, and maybe the server's own words before that.
        if PQconsumeInput(handle) == 0 { return PQgetResult(handle) }
      case .stopped: if !interrupt(.stopped) { return nil }
      case .expired: if !interrupt(.expired) { return nil }
      }
    }
    return PQgetResult(handle)
  }

  /// Cancels the statement, and again after a second, since a request may come before the statement does. False when
  /// the server has had its time to answer.
  private mutating func interrupt(_ end: PostgreSQLWait.End) -> Bool {
    if interruption != nil { cancels += 1 } else { interruption = end }
    guard cancels < Self.mostCancels else {
      isDeaf = true
      return false
    }
    cancel()
    wait = PostgreSQLWait(stop: PostgreSQLStop(), deadline: .now + .seconds(1))
    return true
  }

  private var cancels = 0
  private static let mostCancels = 10

  private func cancel() {
    guard let request = PQgetCancel(handle) else { return }
    defer { PQfreeCancel(request) }
    var words = [CChar](repeating: 0, count: 256)
    // Where it fails, the next request may not.
    _ = PQcancel(request, &words, Int32(words.count))
  }

  private mutating func take(_ answer: OpaquePointer) {
    switch PQresultStatus(answer) {
    case PGRES_SINGLE_TUPLE:
      if result.columns.isEmpty { result.columns = columns(of: answer) }
      if result.rows.count < limit { return result.rows.append(row(of: answer)) }
      if !result.isCut { cancel() }
      result.isCut = true
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
      if result.columns.isEmpty { result.columns = columns(of: answer) }
      result.command = String(cString: PQcmdStatus(answer))
      result.affected = Int(String(cString: PQcmdTuples(answer))) ?? 0
    case PGRES_EMPTY_QUERY: break
    case PGRES_COPY_IN:
      PQputCopyEnd(handle, "there is no data to copy from here")
      refuseCopy()
    case PGRES_COPY_OUT, PGRES_COPY_BOTH:
      cancel()
      var data: UnsafeMutablePointer<CChar>?
      while PQgetCopyData(handle, &data, 0) >= 0 { PQfreemem(data) }
      refuseCopy()
    default: fail(answer)
    }
  }

  private mutating func refuseCopy() {
    var refusal = PostgreSQLFailure(
      code: "0A000", message: "COPY FROM STDIN and COPY TO STDOUT have nobody to send or to receive the data")
    refusal.hint = "use INSERT, or COPY with a file on the server"
    failure = failure ?? .server(refusal)
  }

  /// The first error is the cause of the others, but a server's word counts more than libpq's.
  private mutating func fail(_ answer: OpaquePointer) {
    if let said = PostgreSQLFields(result: answer).failure {
      if case .server = failure { return }
      failure = .server(said)
    } else {
      failure = failure ?? .lost(oneLine(String(cString: PQresultErrorMessage(answer))))
    }
  }

  private func columns(of answer: OpaquePointer) -> [PostgreSQLResult.Column] {
    (0..<PQnfields(answer)).map { place in
      let name = PQfname(answer, place).map { String(cString: $0) } ?? ""
      return PostgreSQLResult.Column(name: name, type: PQftype(answer, place))
    }
  }

  private func row(of answer: OpaquePointer) -> [String?] {
    (0..<PQnfields(answer)).map { place in
      if PQgetisnull(answer, 0, place) == 1 { return nil }
      let count = Int(PQgetlength(answer, 0, place))
      return PQgetvalue(answer, 0, place).map { start in
        start.withMemoryRebound(to: UInt8.self, capacity: count) {
          String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
        }
      }
    }
  }
}
