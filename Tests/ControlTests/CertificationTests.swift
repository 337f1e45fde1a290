import MigrationControl
import Testing

/// Other people's conformance suites, both ways. They are never skipped: what is missing fails with what to install.
@Suite("Conformance", .serialized)
struct CertificationTests {
  static let python = "the PyPI package varlink: pip install varlink"
  static let golang = "the Debian package varlink-go: apt-get install varlink-go"

  @Test("the Python suite's client passes against our server")
  func pythonClient() async throws {
    try await withOurServer { address in
      let arguments = ["-m", "varlink.tests.test_certification", "--client", "--varlink=\(address)"]
      let (output, status) = try start("python3", arguments, from: Self.python).finish()
      #expect(status == 0 && output.contains("Certification passed"), "\(output)\nneeds \(Self.python)")
    }
  }

  @Test("the Go suite's client passes against our server")
  func goClient() async throws {
    try await withOurServer { address in
      let client = try start("varlink-go-certification", ["-client", "-varlink", address], from: Self.golang)
      let (output, status) = client.finish()
      #expect(status == 0 && output.contains("End: 'true'"), "\(output)\nneeds \(Self.golang)")
    }
  }

  @Test("our client passes against the Python suite's server")
  func pythonServer() async throws {
    let folder = try TestFolder()
    let arguments = ["-u", "-m", "varlink.tests.test_certification", "--varlink=unix:\(folder.socket)"]
    try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let server = try start("python3", arguments, from: Self.python)
      try #require(server.line()?.hasPrefix("Listening") == true, "needs \(Self.python)")
      try certify(VarlinkClient(path: folder.socket))
    }
  }

  @Test("our client passes against the Go suite's server")
  func goServer() async throws {
    let folder = try TestFolder()
    try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let server = try start("varlink-go-certification", ["-varlink", "unix:\(folder.socket)"], from: Self.golang)
      try certify(eventually { try VarlinkClient(path: folder.socket) })
      server.stop()
    }
  }

  @Test("our server tells a wrong call and an unknown run from a right one")
  func wrongCalls() async throws {
    try await withOurServer { address in
      let client = try VarlinkClient(path: String(address.dropFirst(5)))
      let prefix = "org.varlink.certification."
      #expect(throws: ControlError.replied(error: prefix + "ClientIdError", parameters: [:])) {
        try client.call(prefix + "Test01", ["client_id": "nobody"])
      }
      let id = try #require(try client.call(prefix + "Start")["client_id"])
      let wrong = #expect(throws: ControlError.self) {
        try client.call(prefix + "Test02", ["client_id": id, "bool": true])
      }
      guard case .replied(prefix + "CertificationError", let parameters) = wrong else {
        Issue.record("\(String(describing: wrong))")
        return
      }
      #expect(parameters["wants"]?["method"] == "org.varlink.certification.Test01")
      #expect(parameters["got"]?["method"] == "org.varlink.certification.Test02")
    }
  }

  // MARK: Parts

  private func start(_ name: String, _ arguments: [String], from package: String) throws -> Spawned {
    do {
      return try Spawned(name, arguments)
    } catch {
      Issue.record("\(error); install \(package)")
      throw error
    }
  }

  private func withOurServer(_ body: (String) throws -> Void) async throws {
    let folder = try TestFolder()
    try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let server = try Spawned(Spawned.built("varlink-certification"), ["unix:\(folder.socket)"])
      try #require(server.line() == "listening")
      try body("unix:\(folder.socket)")
      server.stop()
    }
  }

  /// The Go server does not tell when it listens.
  private func eventually<Result>(_ attempt: () throws -> Result) throws -> Result {
    for _ in 0..<5_000_000 {
      if let result = try? attempt() { return result }
    }
    return try attempt()
  }

  /// Calls everything in order and passes on what was replied.
  private func certify(_ client: VarlinkClient) throws {
    let prefix = "org.varlink.certification."
    let id = try #require(try client.call(prefix + "Start")["client_id"])
    var reply: JSONObject = [:]
    for number in 1...9 {
      reply["client_id"] = id
      reply = try client.call(prefix + "Test0\(number)", reply)
    }
    reply["client_id"] = id
    var texts: [JSONValue] = []
    try client.stream(prefix + "Test10", reply) { reply throws(ControlError) in
      texts.append(reply["string"] ?? .null)
      return true
    }
    #expect(texts.count == 10)
    try client.callOneway(prefix + "Test11", ["client_id": id, "last_more_replies": .array(texts)])
    #expect(try client.call(prefix + "End", ["client_id": id]) == ["all_ok": true])
  }
}
