import Glibc
import MigrationControl
import Testing

@Suite("Server")
struct ServerTests {
  @Test("it tells who it is, and serves its interfaces byte for byte")
  func introspection() async throws {
    try await TestServer.with { test in
      let client = try VarlinkClient(path: test.path)
      let info = try client.call("org.varlink.service.GetInfo")
      #expect(
        info == [
          "vendor": "tests", "product": "test", "version": "1", "url": "https://example.org",
          "interfaces": ["org.example.test", "org.varlink.service"],
        ])
      let own = try client.call("org.varlink.service.GetInterfaceDescription", ["interface": "org.example.test"])
      #expect(own["description"] == .string(TestService.interface))
      let service = try client.call("org.varlink.service.GetInterfaceDescription", ["interface": "org.varlink.service"])
      let text = try #require(service["description"]?.string)
      let errors = ["InterfaceNotFound", "MethodNotFound", "MethodNotImplemented", "InvalidParameter"]
      let parsed = try VarlinkInterface(text)
      #expect(errors.allSatisfy { parsed.error($0)?.count == 1 })
      #expect(["PermissionDenied", "ExpectedMore", "ExpectedUpgrade"].allSatisfy { parsed.error($0)?.isEmpty == true })
    }
  }

  @Test(
    "what cannot be answered is answered with the error of the specification",
    arguments: [
      (
        #"{"method":"org.example.other.Do"}"#,
        #"{"parameters":{"interface":"org.example.other"},"error":"*InterfaceNotFound"}"#
      ),
      (#"{"method":"Do"}"#, #"{"parameters":{"interface":"Do"},"error":"*InterfaceNotFound"}"#),
      (#"{"method":""}"#, #"{"parameters":{"interface":""},"error":"*InterfaceNotFound"}"#),
      (
        #"{"method":"org.example.test.Do"}"#,
        #"{"parameters":{"method":"org.example.test.Do"},"error":"*MethodNotFound"}"#
      ),
      (
        #"{"method":"org.example.test.Failed"}"#,
        #"{"parameters":{"method":"org.example.test.Failed"},"error":"*MethodNotFound"}"#
      ),
      (
        #"{"method":"org.example.test.Missing"}"#,
        #"{"parameters":{"method":"org.example.test.Missing"},"error":"*MethodNotImplemented"}"#
      ),
      (
        #"{"method":"org.example.test.WhoAmI","upgrade":true}"#,
        #"{"parameters":{"method":"org.example.test.WhoAmI"},"error":"*MethodNotImplemented"}"#
      ),
      (#"{"method":"org.example.test.Echo"}"#, #"{"parameters":{"parameter":"text"},"error":"*InvalidParameter"}"#),
      (
        #"{"method":"org.example.test.Echo","parameters":{"text":1}}"#,
        #"{"parameters":{"parameter":"text"},"error":"*InvalidParameter"}"#
      ),
      (
        #"{"method":"org.example.test.Echo","parameters":{"text":"a","more":1}}"#,
        #"{"parameters":{"parameter":"more"},"error":"*InvalidParameter"}"#
      ),
      (#"{"method":"org.example.test.Count","parameters":{"to":1}}"#, #"{"error":"*ExpectedMore"}"#),
      (
        #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"a.b"}}"#,
        #"{"parameters":{"interface":"a.b"},"error":"*InterfaceNotFound"}"#
      ),
      (
        #"{"method":"org.example.test.Fail","parameters":{"message":"m"}}"#,
        #"{"parameters":{"message":"m"},"error":"org.example.test.Failed"}"#
      ),
    ])
  func errors(call: String, reply: String) async throws {
    try await TestServer.with { test in
      let socket = try test.connect()
      socket.send(call, #"{"method":"org.example.test.Echo","parameters":{"text":"still here"}}"#)
      #expect(socket.receive() == reply.replacing("*", with: "org.varlink.service."))
      #expect(socket.receive() == #"{"parameters":{"text":"still here"}}"#)
    }
  }

  @Test(
    "what is no call closes the connection, and only that one",
    arguments: [
      "{", "[]", "\u{7f}", #"{"method":1}"#, #"{"method":"org.example.test.WhoAmI","surprise":1}"#,
      #"{"method":"org.example.test.WhoAmI","more":1}"#,
      #"{"method":"org.example.test.WhoAmI","more":true,"oneway":true}"#,
      "", #"{"method":"org.example.test.Echo","parameters":{"text":"a","text":"b"}}"#,
    ])
  func malformed(message: String) async throws {
    try await TestServer.with { test in
      let other = try VarlinkClient(path: test.path)
      _ = try other.call("org.varlink.service.GetInfo")
      let socket = try test.connect()
      socket.send(#"{"method":"org.example.test.Echo","parameters":{"text":"before"}}"#, message)
      #expect(socket.receive() == #"{"parameters":{"text":"before"}}"#)
      #expect(socket.isClosedByServer())
      #expect(test.server.counters.malformed == 1)
      _ = try other.call("org.varlink.service.GetInfo")
    }
  }

  @Test("pipelined calls are answered in order, however many there are and however they are cut")
  func pipelining() async throws {
    try await TestServer.with { test in
      let socket = try test.connect()
      let calls = (0..<500).map { #"{"method":"org.example.test.Echo","parameters":{"text":"\#($0)"}}"# }
      let bytes = calls.flatMap { Array($0.utf8) + [0 as UInt8] }
      let descriptor = socket.descriptor
      let sender = Task.detached(executorPreference: BlockingExecutor.shared) {
        for start in stride(from: 0, to: bytes.count, by: 777) {
          RawSocket.send(bytes[start..<min(start + 777, bytes.count)], to: descriptor)
        }
      }
      for number in 0..<500 {
        try #require(socket.receive() == #"{"parameters":{"text":"\#(number)"}}"#)
      }
      await sender.value
    }
  }

  @Test("calls that are answered at once do not overtake calls that take a task of their own")
  func order() async throws {
    try await TestServer.with { test in
      let socket = try test.connect()
      let large = String(repeating: "x", count: 20_000)
      for _ in 0..<20 {
        socket.send(
          #"{"method":"org.example.test.Echo","parameters":{"text":"1"}}"#,
          #"{"method":"org.example.test.Now","parameters":{"text":"2"}}"#,
          #"{"method":"org.example.test.Now","parameters":{"text":"\#(large)"}}"#,
          #"{"method":"org.example.test.Now","parameters":{"text":"4"},"oneway":true}"#,
          #"{"method":"org.example.test.Echo","parameters":{"text":"5"}}"#,
          #"{"method":"org.example.test.Now","parameters":{"text":"6"}}"#)
      }
      for _ in 0..<20 {
        for text in ["1", "2", large, "5", "6"] {
          #expect(socket.receive() == #"{"parameters":{"text":"\#(text)"}}"#)
        }
      }
    }
  }

  @Test("a oneway call gets no reply, not even an error, and is carried out")
  func oneway() async throws {
    try await TestServer.with { test in
      let socket = try test.connect()
      socket.send(
        #"{"method":"org.example.test.Note","parameters":{"text":"heard"},"oneway":true}"#,
        #"{"method":"org.example.test.Fail","parameters":{"message":"m"},"oneway":true}"#,
        #"{"method":"org.example.nothing.Do","oneway":true}"#,
        #"{"method":"org.example.test.Echo","parameters":{"text":"only reply"}}"#)
      #expect(socket.receive() == #"{"parameters":{"text":"only reply"}}"#)
      #expect(test.log.events == ["heard"])
    }
  }

  @Test("a streaming method replies until one reply does not continue; a plain one ignores more")
  func streaming() async throws {
    try await TestServer.with { test in
      let socket = try test.connect()
      socket.send(
        #"{"method":"org.example.test.Count","parameters":{"to":3},"more":true}"#,
        #"{"method":"org.example.test.Echo","parameters":{"text":"after"},"more":true}"#)
      #expect(socket.receive() == #"{"parameters":{"number":1,"padding":""},"continues":true}"#)
      #expect(socket.receive() == #"{"parameters":{"number":2,"padding":""},"continues":true}"#)
      #expect(socket.receive() == #"{"parameters":{"number":3}}"#)
      #expect(socket.receive() == #"{"parameters":{"text":"after"}}"#)
    }
  }

  @Test("a caller that finishes sending still gets its replies, then the connection is closed")
  func halfClose() async throws {
    try await TestServer.with { test in
      let socket = try test.connect()
      socket.send(
        #"{"method":"org.example.test.Echo","parameters":{"text":"a"}}"#,
        #"{"method":"org.example.test.Count","parameters":{"to":2},"more":true}"#)
      socket.finishSending()
      #expect(socket.receive() == #"{"parameters":{"text":"a"}}"#)
      #expect(socket.receive() == #"{"parameters":{"number":1,"padding":""},"continues":true}"#)
      #expect(socket.receive() == #"{"parameters":{"number":2}}"#)
      #expect(socket.isClosedByServer())
    }
  }

  @Test("a handler is told who calls")
  func peer() async throws {
    try await TestServer.with { test in
      let me = try VarlinkClient(path: test.path).call("org.example.test.WhoAmI")
      #expect(me["uid"] == .integer(Int64(getuid())) && me["gid"] == .integer(Int64(getgid())))
      #expect(me["pid"] == .integer(Int64(getpid())))
      var groups = [gid_t](repeating: 0, count: 1024)
      let count = Int(getgroups(1024, &groups))
      #expect(me["groups"]?.array?.compactMap(\.integer) == groups.prefix(count).map { Int64($0) })
    }
  }

  @Test("a handler is cancelled when its caller goes away")
  func cancellation() async throws {
    try await TestServer.with { test in
      var socket: RawSocket? = try test.connect()
      socket?.send(#"{"method":"org.example.test.Hang"}"#)
      await test.log.until("hanging")
      socket = nil
      await test.log.until("cancelled")
      var stream: RawSocket? = try test.connect()
      stream?.send(#"{"method":"org.example.test.Count","parameters":{"to":1000000000},"more":true}"#)
      #expect(stream?.receive() != nil)
      stream = nil
      await test.log.until("stopped counting")
    }
  }

  @Test("a handler at fault closes its connection and is reported")
  func broken() async throws {
    try await TestServer.with { test in
      let socket = try test.connect()
      socket.send(#"{"method":"org.example.test.Break"}"#)
      #expect(socket.isClosedByServer())
      let event = "connection of someone closed: org.example.test.Break could not be answered: it is broken"
      #expect(test.log.events == [event])
    }
  }

  @Test("a heartbeat goes out while a stream has nothing to say")
  func heartbeat() async throws {
    try await TestServer.with { test in
      let socket = try test.connect()
      socket.send(#"{"method":"org.example.test.Quiet","more":true}"#)
      #expect(socket.receive() == #"{"parameters":{"text":"begin"},"continues":true}"#)
      for _ in 0..<3 { #expect(socket.receive() == #"{"continues":true}"#) }
    }
  }
}
