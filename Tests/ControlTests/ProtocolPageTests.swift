import Glibc
import MigrationControl
import Testing

/// The exchanges of docs/protocol.md, replayed against a server of the same interface.
@Suite("docs/protocol.md")
struct ProtocolPageTests {
  static func service() throws -> VarlinkService {
    let interface = try VarlinkInterface(ControlInterface.text)
    let sample = InterfaceSample(interface: interface, isFull: true, word: 0)
    let status = sample.object(try #require(interface.method("Status")).output)
    let nothing = VarlinkMethod.plain { (_) throws(VarlinkFailure) in [:] }
    let methods: [String: VarlinkMethod] = [
      "Advance": nothing, "Check": nothing, "Status": .plain { (_) throws(VarlinkFailure) in status },
      "Approve": .plain { (_) throws(VarlinkFailure) in
        let refusal = Wire.NotPermitted(user: "joe", needed: "approver", roles: ["auditor", "operator"])
        guard let parameters = try? JSONValueEncoder.encodeObject(refusal) else { throw .broken("not encoded") }
        throw .named(Wire.NotPermitted.name, parameters)
      },
      "Watch": .streaming { (_, replies) async throws(VarlinkFailure) in
        try await replies.send([:])
        return [:]
      },
    ]
    return try VarlinkService(
      vendor: "migrated", product: "migrated", version: "0.1.0", url: "https://github.com/migrated/migrated",
      interfaces: [try ServedInterface(interface, methods: methods)])
  }

  @Test("every exchange goes as the page says")
  func exchanges() async throws {
    let blocks = try Self.blocks(of: Self.page())
    #expect(blocks.count == 5)
    let folder = try TestFolder()
    let server = VarlinkServer(try ListeningSocket(path: folder.socket, mode: 0o600), service: try Self.service())
    async let running: Void = server.run()
    try await withTaskExecutorPreference(BlockingExecutor.shared) {
      for block in blocks {
        let socket = try RawSocket(folder.socket)
        for line in block {
          switch line.prefix(2) {
          case "> ": socket.send(String(line.dropFirst(2)))
          case "< ": #expect(socket.receive() == String(line.dropFirst(2)))
          default:
            #expect(line == "closed")
            #expect(socket.isClosedByServer())
          }
        }
      }
    }
    server.stop()
    try await running
  }

  @Test("the bounds are those of the server")
  func bounds() throws {
    let rows = try Self.page().filter { $0.hasPrefix("| ") }.map {
      $0.split(separator: "|").map { $0.trimmingBlanks }
    }
    let limits = ServerLimits()
    func bound(_ name: String) -> String? { rows.first { $0[0].hasPrefix(name) }?[1] }
    #expect(bound("one message") == "\(limits.message >> 20) MiB")
    #expect(bound("connections at once") == "\(limits.connections)")
    #expect(bound("connections of one user") == "\(limits.connectionsPerUser)")
    #expect(bound("time without a call") == "\(limits.idle.components.seconds / 60) minutes")
    #expect(bound("time from a message's first") == "\(limits.unfinishedMessage.components.seconds) seconds")
    #expect(bound("replies that wait") == "\(limits.outbound >> 20) MiB")
    #expect(bound("time in which a reader") == "\(limits.slowReader.components.seconds) seconds")
    #expect(bound("time for calls under way") == "\(limits.stopping.components.seconds) seconds")
  }

  @Test("other people's clients are called as the page says")
  func pythonClient() async throws {
    let line = try #require(try Self.page().first { $0.hasPrefix("python3 -m varlink.cli") })
    let words = line.split(separator: "#")[0].split(separator: " ").map(String.init)
    let folder = try TestFolder()
    let server = VarlinkServer(try ListeningSocket(path: folder.socket, mode: 0o600), service: try Self.service())
    async let running: Void = server.run()
    try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let arguments = words.dropFirst().map { $0.replacing("/run/migrated/control.sock", with: folder.socket) }
      let (output, status) = try Spawned(words[0], Array(arguments)).finish()
      #expect(status == 0 && output.contains(#""state": "serving""#), "\(output)\nneeds \(CertificationTests.python)")
    }
    server.stop()
    try await running
  }

  // MARK: Parts

  static func page() throws -> [String] {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return try FootprintTests.read("/\(root)/docs/protocol.md").split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  /// The lines of each block that is marked as `varlink`.
  static func blocks(of page: [String]) throws -> [[String]] {
    var blocks: [[String]] = []
    var isInside = false
    for line in page {
      switch line {
      case "```varlink":
        isInside = true
        blocks.append([])
      case _ where line.hasPrefix("```"): isInside = false
      default: if isInside { blocks[blocks.count - 1].append(line) }
      }
    }
    return blocks
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
