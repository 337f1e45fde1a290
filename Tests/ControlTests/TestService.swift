import MigrationControl

/// The service that the tests of server and client talk to.
enum TestService {
  static let interface = """
    # What tests call.
    interface org.example.test

    # The text back.
    method Echo(text: string, times: ?int) -> (text: string)
    # The text back, at once.
    method Now(text: string) -> (text: string)
    # Who calls.
    method WhoAmI() -> (uid: int, gid: int, pid: int, groups: []int)
    # Always wrong.
    method Fail(message: string) -> ()
    # Not answered for want of a handler.
    method Missing() -> ()
    # One reply for each number up to the last.
    method Count(to: int, size: ?int) -> (number: int, padding: ?string)
    # Waits until it is cancelled.
    method Hang() -> ()
    # Goes on for ever, quietly.
    method Quiet() -> (text: ?string)
    # The handler is at fault.
    method Break() -> ()
    # Notes the text.
    method Note(text: string) -> ()

    error Failed (message: string)
    """

  struct Echo: Codable {
    var text: String
    var times: Int?
  }

  struct Text: Codable, Equatable {
    var text: String
  }

  static func make(_ log: EventLog = EventLog()) throws -> VarlinkService {
    let methods: [String: VarlinkMethod] = [
      "Echo": .plain { (input: Echo, _) throws(VarlinkFailure) in
        Text(text: String(repeating: input.text, count: input.times ?? 1))
      },
      "Now": .immediate { (input: Text, _) throws(VarlinkFailure) in input },
      "WhoAmI": .plain { (request) throws(VarlinkFailure) in
        let peer = request.peer
        return [
          "uid": .integer(Int64(peer.uid)), "gid": .integer(Int64(peer.gid)), "pid": .integer(Int64(peer.pid)),
          "groups": .array(peer.groups.map { .integer(Int64($0)) }),
        ]
      },
      "Fail": .plain { (request) throws(VarlinkFailure) in
        throw .named("org.example.test.Failed", request.parameters)
      },
      "Count": .streaming { (request, replies) async throws(VarlinkFailure) in
        let last = request.parameters["to"]?.integer ?? 0
        let padding = String(repeating: "x", count: Int(request.parameters["size"]?.integer ?? 0))
        log.note("counting")
        for number in 1..<max(1, last) {
          do throws(VarlinkFailure) {
            try await replies.send(["number": .integer(number), "padding": .string(padding)])
          } catch {
            log.note("stopped counting")
            throw error
          }
          log.note("sent \(number)")
        }
        return ["number": .integer(last)]
      },
      "Hang": .plain { (_) async throws(VarlinkFailure) in
        log.note("hanging")
        await untilCancelled()
        log.note("cancelled")
        throw .abandoned
      },
      "Quiet": .streaming { (_, replies) async throws(VarlinkFailure) in
        try await replies.withHeartbeat(every: .milliseconds(20)) { () async throws(VarlinkFailure) in
          try await replies.send(["text": "begin"])
          await untilCancelled()
        }
        log.note("quiet ended")
        return ["text": "end"]
      },
      "Break": .plain { (_) throws(VarlinkFailure) in throw .broken("it is broken") },
      "Note": .plain { (request) throws(VarlinkFailure) in
        log.note(request.parameters["text"]?.string ?? "")
        return [:]
      },
    ]
    return try VarlinkService(
      vendor: "tests", product: "test", version: "1", url: "https://example.org",
      interfaces: [try ServedInterface(VarlinkInterface(interface), methods: methods)])
  }

  private static func untilCancelled() async {
    let (stream, _) = AsyncStream.makeStream(of: Never.self)
    for await _ in stream {}
  }
}
