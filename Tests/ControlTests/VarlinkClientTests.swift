import Glibc
import Testing

@testable import MigrationControl

@Suite("Client")
struct VarlinkClientTests {
  @Test("errors come as values, those of the interface and any other")
  func errors() async throws {
    try await TestServer.with { test in
      let client = try VarlinkClient(path: test.path)
      #expect(throws: ControlError.replied(error: "org.example.test.Failed", parameters: ["message": "m"])) {
        try client.call("org.example.test.Fail", ["message": "m"])
      }
      #expect(throws: ControlError.replied(error: "org.varlink.service.ExpectedMore", parameters: [:])) {
        try client.call("org.example.test.Count", ["to": 1])
      }
      #expect(try client.call("org.example.test.Echo", ["text": "still"]) == ["text": "still"])
    }
  }

  @Test("a message of nearly a megabyte goes both ways")
  func large() async throws {
    try await TestServer.with { test in
      let client = try VarlinkClient(path: test.path)
      let text = String(repeating: "ü", count: 520_000)
      #expect(try client.call("org.example.test.Echo", ["text": .string(text)]) == ["text": .string(text)])
      let thrice = try client.call("org.example.test.Echo", ["text": .string(text), "times": 3])
      #expect(thrice["text"]?.string?.utf8.count == 3_120_000)
    }
  }

  @Test("a stream hands over every reply, the last one too, and the connection can be used again")
  func stream() async throws {
    try await TestServer.with { test in
      let client = try VarlinkClient(path: test.path)
      var numbers: [Int64] = []
      try client.stream("org.example.test.Count", ["to": 100]) { reply throws(ControlError) in
        numbers.append(reply["number"]?.integer ?? -1)
        return true
      }
      #expect(numbers == Array(1...100))
      #expect(try client.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
    }
  }

  @Test("a stream that is left closes the connection, and the server stops sending")
  func leftStream() async throws {
    try await TestServer.with { test in
      let client = try VarlinkClient(path: test.path)
      var count = 0
      try client.stream("org.example.test.Count", ["to": 1_000_000_000]) { _ throws(ControlError) in
        count += 1
        return count < 3
      }
      #expect(count == 3)
      await test.log.until("stopped counting")
      #expect(throws: ControlError.closed) { try client.call("org.example.test.WhoAmI") }
    }
  }

  @Test("a oneway call awaits nothing")
  func oneway() async throws {
    try await TestServer.with { test in
      let client = try VarlinkClient(path: test.path)
      try client.callOneway("org.example.test.Note", ["text": "heard"])
      #expect(try client.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
      #expect(test.log.events == ["heard"])
    }
  }

  @Test("a server that is silent is given up after the bound")
  func silent() async throws {
    try await TestServer.with { test in
      let client = try VarlinkClient(path: test.path, timeout: .milliseconds(50))
      #expect(throws: ControlError.timedOut(.milliseconds(50))) { try client.call("org.example.test.Hang") }
      #expect(throws: ControlError.closed) { try client.call("org.example.test.WhoAmI") }
    }
  }

  @Test("no socket and a dead socket are named with what to look at")
  func unreachable() throws {
    let folder = try TestFolder()
    let missing = #expect(throws: ControlError.self) { try VarlinkClient(path: folder.socket) }
    #expect(missing == .unreachable(path: folder.socket, errno: ENOENT))
    #expect(
      missing?.description == "the daemon does not answer at \(folder.socket): No such file or directory; "
        + "look at: systemctl status migrated.socket migrated.service")
    close(try ListeningSocket(path: folder.socket, mode: 0o600).descriptor)
    #expect(throws: ControlError.unreachable(path: folder.socket, errno: ECONNREFUSED)) {
      try VarlinkClient(path: folder.socket)
    }
    let long = String(repeating: "x", count: 200)
    #expect(throws: ControlError.unreachable(path: long, errno: ENAMETOOLONG)) { try VarlinkClient(path: long) }
  }

  @Test("a socket that is not ours to use is named with the group that may")
  func notPermitted() {
    #expect(
      ControlError.permissionDenied(path: "/run/x", group: "migrated").description
        == "not permitted to connect to /run/x; members of the group migrated are: ask to be added to it")
    #expect(
      ControlError.permissionDenied(path: "/run/x", group: nil).description
        == "not permitted to connect to /run/x; look at the socket's owner and mode: ls -l /run/x")
  }

  @Test(
    "a server that does not keep to the protocol is named as such",
    arguments: [
      ("nonsense\0", "not JSON at byte 1"), ("{\"surprise\":1}\0", "the member \"surprise\" is unknown"),
      ("{\"continues\":true}\0", "a reply that others follow, and only one was asked for"),
    ])
  func violation(reply: String, message: String) async throws {
    try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let folder = try TestFolder()
      let socket = try ListeningSocket(path: folder.socket, mode: 0o600)
      defer { close(socket.descriptor) }
      let client = try VarlinkClient(path: folder.socket)
      let connection = accept(socket.descriptor, nil, nil)
      defer { close(connection) }
      RawSocket.send(Array(reply.utf8)[...], to: connection)
      let error = #expect(throws: ControlError.self) { try client.call("a.b.C") }
      guard case .protocolViolation(let found) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(found.contains(message))
      #expect(throws: ControlError.closed) { try client.call("a.b.C") }
    }
  }
}
