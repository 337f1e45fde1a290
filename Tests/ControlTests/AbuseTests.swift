import Glibc
import MigrationControl
import Testing

/// What one caller does must not keep the server from the others. Each test looks at that through a client that was
/// connected before.
@Suite("Abuse of the socket")
struct AbuseTests {
  static func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
    var limits = ServerLimits()
    change(&limits)
    return limits
  }

  static let echo = #"{"method":"org.example.test.Echo","parameters":{"text":"a"}}"#

  @Test("a message over the bound closes its connection long before it is all there")
  func oversized() async throws {
    try await TestServer.with(Self.limits { $0.message = 1000 }) { test in
      let client = try VarlinkClient(path: test.path)
      let socket = try test.connect()
      let isSent = socket.send([UInt8](repeating: UInt8(ascii: " "), count: 100_000_000))
      #expect(!isSent)
      #expect(socket.isClosedByServer())
      #expect(test.server.counters.oversized == 1)
      #expect(
        test.log.events == ["connection of someone closed: a message of more than 1000 bytes (limits.messageSize)"])
      #expect(try client.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
    }
  }

  @Test("the bound is the message without its NUL, to the byte, pipelined or not")
  func exactBound() async throws {
    try await TestServer.with(Self.limits { $0.message = Self.echo.utf8.count }) { test in
      let socket = try test.connect()
      socket.send(Self.echo, Self.echo)
      #expect(socket.receive() == #"{"parameters":{"text":"a"}}"#)
      #expect(socket.receive() == #"{"parameters":{"text":"a"}}"#)
      socket.send(Self.echo, Self.echo + " ", Self.echo)
      #expect(socket.receive() == #"{"parameters":{"text":"a"}}"#)
      #expect(socket.isClosedByServer())
      #expect(test.server.counters.oversized == 1)
    }
  }

  @Test(
    "a caller whose message is over the bound is told so, when the calls before it are answered, unless it is oneway")
  func oversizedIsTold() async throws {
    let failure = VarlinkFailure.named("org.example.test.TooLarge", ["bound": 1000])
    let told = #"{"parameters":{"bound":1000},"error":"org.example.test.TooLarge"}"#
    let large = #"{"method":"org.example.test.Echo","parameters":{"text":""# + String(repeating: "x", count: 3_000_000)
    try await TestServer.with(Self.limits { $0.message = 1000 }, tooLarge: failure) { test in
      let socket = try test.connect()
      socket.send(large + "\"}}")
      #expect(socket.receive() == told)
      #expect(socket.isClosedByServer())
      let other = try test.connect()
      other.send(#"{"method":"org.example.test.Count","parameters":{"to":3},"more":true}"#, large + "\"}}")
      for number in 1...3 { #expect(other.receive()?.contains("\"number\":\(number)") == true) }
      #expect(other.receive() == told)
      #expect(other.isClosedByServer())
      let oneway = try test.connect()
      oneway.send(large.replacing("{\"method\"", with: "{\"oneway\":true,\"method\"") + "\"}}")
      #expect(oneway.receive() == nil)
      let client = try VarlinkClient(path: test.path)
      let text = JSONValue.string(String(repeating: "x", count: 3_000_000))
      #expect(throws: ControlError.replied(error: "org.example.test.TooLarge", parameters: ["bound": 1000])) {
        try client.call("org.example.test.Echo", ["text": text])
      }
      #expect(VarlinkClient.size(of: "org.example.test.Echo", ["text": "a"]) == Self.echo.utf8.count)
      #expect(test.server.counters.oversized == 4)
    }
  }

  @Test("garbage closes its connection, whatever it is")
  func garbage() async throws {
    try await TestServer.with { test in
      let client = try VarlinkClient(path: test.path)
      var generator = SeededGenerator(seed: 20)
      for _ in 0..<100 {
        let socket = try test.connect()
        socket.send((0..<2000).map { _ in UInt8.random(in: 0...255, using: &generator) } + [0])
        #expect(socket.isClosedByServer())
      }
      #expect(test.server.counters.malformed == 100)
      #expect(try client.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
    }
  }

  @Test("half a message is waited for as long as the bound says, however slowly it comes")
  func unfinished() async throws {
    try await TestServer.with(Self.limits { $0.unfinishedMessage = .milliseconds(100) }) { test in
      let client = try VarlinkClient(path: test.path)
      let stuck = try test.connect()
      stuck.send(Array(Self.echo.utf8))
      let dripping = try test.connect()
      let descriptor = dripping.descriptor
      let drip = Task.detached(executorPreference: BlockingExecutor.shared) {
        while RawSocket.send([UInt8(ascii: " ")], to: descriptor) { usleep(5000) }
      }
      #expect(stuck.isClosedByServer())
      #expect(dripping.isClosedByServer())
      await drip.value
      #expect(test.server.counters.unfinished == 2)
      #expect(try client.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
    }
  }

  @Test("a connection without calls is closed, one with a stream is not")
  func idle() async throws {
    try await TestServer.with(Self.limits { $0.idle = .milliseconds(100) }) { test in
      let stream = try test.connect()
      stream.send(#"{"method":"org.example.test.Quiet","more":true}"#)
      let silent = try test.connect()
      let lazy = try test.connect()
      lazy.send(Self.echo)
      #expect(lazy.receive() != nil)
      #expect(silent.isClosedByServer())
      #expect(lazy.isClosedByServer())
      #expect(test.server.counters.idleClosed == 2)
      for _ in 0..<20 { #expect(stream.receive() != nil) }
    }
  }

  @Test("a stream whose reader does not read is suspended, and closed after the bound")
  func slowStream() async throws {
    let limits = Self.limits {
      $0.outbound = 100_000
      $0.slowReader = .milliseconds(200)
    }
    try await TestServer.with(limits) { test in
      let client = try VarlinkClient(path: test.path)
      let socket = try test.connect()
      socket.send(#"{"method":"org.example.test.Count","parameters":{"to":1000000,"size":10000},"more":true}"#)
      await test.log.until("stopped counting")
      // What the kernel buffers for a Unix socket, and our own bound: some fifty replies, not a million.
      #expect(test.log.events.count < 200)
      #expect(socket.isClosedByServer())
      #expect(test.server.counters.slowClosed == 1)
      #expect(try client.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
    }
  }

  @Test("a caller that pipelines calls and does not read the replies is suspended, and closed after the bound")
  func slowCaller() async throws {
    let limits = Self.limits {
      $0.outbound = 100_000
      $0.slowReader = .milliseconds(200)
    }
    try await TestServer.with(limits) { test in
      let client = try VarlinkClient(path: test.path)
      let socket = try test.connect()
      let call = #"{"method":"org.example.test.Echo","parameters":{"text":"0123456789","times":10000}}"#
      let note = #"{"method":"org.example.test.Note","parameters":{"text":"done"}}"#
      var sent = 0
      while sent < 100_000, socket.send(call, note) { sent += 1 }
      #expect(sent < 100_000)
      #expect(test.log.events.count < 50)
      #expect(test.server.counters.slowClosed == 1)
      #expect(try client.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
    }
  }

  @Test("a reader that is slow and does read is served to the end")
  func patient() async throws {
    let limits = Self.limits {
      $0.outbound = 50_000
      $0.slowReader = .seconds(1)
    }
    try await TestServer.with(limits) { test in
      let socket = try test.connect()
      socket.send(#"{"method":"org.example.test.Count","parameters":{"to":300,"size":10000},"more":true}"#)
      var count = 0
      while let reply = socket.receive() {
        count += 1
        if count % 15 == 0 { usleep(60_000) }
        if !reply.contains("continues") { break }
      }
      #expect(count == 300)
      #expect(test.server.counters.slowClosed == 0)
    }
  }

  @Test("of two thousand connections of one user, as many are let in as one user may have")
  func perUser() async throws {
    try await Self.flood(ServerLimits()) { counters in
      #expect(counters.open == 64)
      #expect(counters.refusedPerUid == 2001 - 64)
      #expect(counters.refusedOverall == 0)
    }
  }

  @Test("of two thousand connections, as many are let in as there may be")
  func overall() async throws {
    try await Self.flood(Self.limits { $0.connectionsPerUser = 5000 }) { counters in
      #expect(counters.open == 256)
      #expect(counters.refusedOverall == 2001 - 256)
      #expect(counters.refusedPerUid == 0)
    }
  }

  /// Two thousand connections on top of one that is served before, meanwhile and afterwards; then others again.
  static func flood(_ limits: ServerLimits, _ check: (ServerCounters) -> Void) async throws {
    try raiseFileLimit()
    try await TestServer.with(limits) { test in
      let client = try VarlinkClient(path: test.path)
      _ = try client.call("org.example.test.Echo", ["text": "a"])
      var sockets = try (0..<2000).map { _ in try test.connect() }
      // Served in the order they came, so that all the others have been let in or refused by then.
      #expect(sockets[1999].isClosedByServer())
      #expect(try client.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
      sockets[0].send(echo)
      #expect(sockets[0].receive() != nil)
      check(test.server.counters)
      sockets = []
      while test.server.counters.open > 1 { _ = try client.call("org.example.test.Echo", ["text": "a"]) }
      let late = try VarlinkClient(path: test.path)
      #expect(try late.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
    }
  }

  /// Two thousand connections have two thousand ends in the test itself.
  static func raiseFileLimit() throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    guard limit.rlim_cur < 5000 else { return }
    limit.rlim_cur = min(limit.rlim_max, 5000)
    guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      throw Errno(call: "setrlimit", number: errno)
    }
  }
}
