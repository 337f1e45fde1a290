import Glibc
import MigrationControl
import Testing

/// A server in a process of its own, to see what abuse costs it.
@Suite("What abuse costs the server", .serialized)
struct FootprintTests {
  @Test("abuse by as many connections as one user may have leaves the memory bounded")
  func memory() async throws {
    try await Self.withServer([]) { server, path in
      let client = try VarlinkClient(path: path)
      let begin = try Self.peakMegabytes(server)
      let part = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
      var sockets: [RawSocket] = []
      // Half of a large message on each of them, then more than is allowed on one after the other.
      for _ in 0..<62 {
        let socket = try RawSocket(path)
        socket.send(part)
        sockets.append(socket)
      }
      _ = try client.call("org.varlink.service.GetInfo")
      for socket in sockets {
        while socket.send(part) {}
        #expect(socket.isClosedByServer())
      }
      sockets = []
      // Messages that become as many values as possible.
      let values =
        Array(#"{"method":"a.b.C","parameters":{"x":[0"#.utf8) + Array(String(repeating: ",0", count: 480_000).utf8)
      for _ in 0..<3 {
        let socket = try RawSocket(path)
        socket.send(values + Array("]}}".utf8) + [0])
        #expect(socket.receive()?.contains("InterfaceNotFound") == true)
      }
      // 62 MB of half messages at once, and some of it twice while buffers grow.
      #expect(try Self.peakMegabytes(server) - begin < 250)
      _ = try client.call("org.varlink.service.GetInfo")
    }
  }

  @Test("a server without file descriptors waits for some, without using up the processor, and goes on")
  func descriptors() async throws {
    try await Self.withServer(["-n", "24"]) { server, path in
      var sockets = try (0..<50).map { _ in try RawSocket(path) }
      #expect(server.line()?.contains("a connection cannot be accepted") == true)
      let begin = try Self.processorTime(server)
      usleep(500_000)
      #expect(try Self.processorTime(server) - begin < 20)
      let call = #"{"method":"org.varlink.service.GetInfo"}"#
      sockets[0].send(call)
      #expect(sockets[0].receive() != nil)
      sockets[49].send(call)
      sockets.removeFirst(40)
      #expect(sockets[9].receive() != nil)
    }
  }

  @Test("no socket of the server is open for programs that it starts")
  func closedOnExec() async throws {
    try await Self.withServer([]) { server, path in
      let sockets = try (0..<3).map { _ in try RawSocket(path) }
      for socket in sockets {
        socket.send(#"{"method":"org.varlink.service.GetInfo"}"#)
        #expect(socket.receive() != nil)
      }
      let closedOnExec = 0o2_000_000
      var count = 0
      for descriptor in 3..<100 {
        guard Self.link("/proc/\(server.pid)/fd/\(descriptor)")?.hasPrefix("socket:") == true else { continue }
        let info = try Self.read("/proc/\(server.pid)/fdinfo/\(descriptor)")
        let flags = try #require(info.split(separator: "\n").first { $0.hasPrefix("flags:") })
        let value = try #require(Int(flags.filter(\.isNumber), radix: 8))
        #expect(value & closedOnExec != 0, "\(descriptor)")
        count += 1
      }
      #expect(count == 4)
    }
  }

  // MARK: Parts

  static func link(_ path: String) -> String? {
    var target = [CChar](repeating: 0, count: 1000)
    let count = readlink(path, &target, target.count)
    return count < 0 ? nil : String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The certification server, started with these options of the shell's `ulimit`.
  static func withServer(_ ulimit: [String], _ body: (Spawned, String) throws -> Void) async throws {
    let folder = try TestFolder()
    try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let program = try Spawned.built("varlink-certification")
      let script = (ulimit.isEmpty ? "" : "ulimit \(ulimit.joined(separator: " ")); ") + #"exec "$0" "$1""#
      let server = try Spawned("sh", ["-c", script, program, "unix:\(folder.socket)"])
      try #require(server.line() == "listening")
      try body(server, folder.socket)
      server.stop()
    }
  }

  /// The most memory it has had resident so far.
  static func peakMegabytes(_ server: Spawned) throws -> Int {
    let line = try #require(
      try read("/proc/\(server.pid)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber))) / 1024
  }

  /// In hundredths of a second.
  static func processorTime(_ server: Spawned) throws -> Int {
    let fields = try read("/proc/\(server.pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
    return try #require(Int(fields[11])) + #require(Int(fields[12]))
  }

  static func read(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Errno(call: "open \(path)", number: errno) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
