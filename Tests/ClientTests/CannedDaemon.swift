import Foundation
import MigrationControl
import Synchronization

/// A real server of the daemon's interface, with answers prepared for it.
final class CannedDaemon: Sendable {
  /// What a method answers.
  enum Answer: Sendable {
    case reply(JSONObject)
    case error(VarlinkFailure)
    /// These replies, then silence until the caller leaves.
    case silence(after: [JSONObject])
    /// These replies, then the connection is closed.
    case closed(after: [JSONObject])
    /// These replies, then the end of the stream.
    case end(after: [JSONObject])

    static func reply(_ value: some Encodable) throws -> Answer { .reply(try JSONValueEncoder.encodeObject(value)) }

    static func error(_ failure: some ControlFailure) throws -> Answer {
      .error(.named(type(of: failure).name, try JSONValueEncoder.encodeObject(failure)))
    }

    static func changes(_ rollouts: [Wire.Rollout]) throws -> [JSONObject] {
      try rollouts.map { try JSONValueEncoder.encodeObject(Call.Watch.Reply(rollout: $0)) }
    }
  }

  let folder: String
  private let answers: Mutex<[String: [Answer]]>
  private let calls = Mutex<[String]>([])

  var socket: String { folder + "/control.sock" }

  /// Every call so far: the method's name and its parameters.
  var asked: [String] { calls.withLock { $0 } }

  private init(_ answers: [String: [Answer]]) throws {
    folder = FileManager.default.temporaryDirectory.path + "/client-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    self.answers = Mutex(answers)
  }

  /// Serves while `body` runs. Of several answers each is given once, the last one for ever. Without a bound a message
  /// may be as long as it is by default.
  static func with(
    _ answers: [String: [Answer]] = [:], bound: Int? = nil, _ body: (CannedDaemon) async throws -> Void
  ) async throws {
    let daemon = try CannedDaemon(answers)
    defer { try? FileManager.default.removeItem(atPath: daemon.folder) }
    let interface = try VarlinkInterface(ControlInterface.text)
    let methods = daemon.methods(answers)
    let service = try VarlinkService(
      vendor: "migrated", product: "canned", version: "0", url: "https://example.org",
      interfaces: [try ServedInterface(interface, methods: methods)])
    var limits = ServerLimits()
    limits.message = bound ?? limits.message
    let tooLarge = Wire.MessageTooLarge(bound: limits.message)
    let server = VarlinkServer(
      try ListeningSocket(path: daemon.socket, mode: 0o600), service: service, limits: limits,
      tooLarge: .named(Wire.MessageTooLarge.name, try JSONValueEncoder.encodeObject(tooLarge)))
    async let running: Void = server.run()
    do {
      try await body(daemon)
    } catch {
      server.stop()
      try await running
      throw error
    }
    server.stop()
    try await running
  }

  private func methods(_ answers: [String: [Answer]]) -> [String: VarlinkMethod] {
    var methods: [String: VarlinkMethod] = [:]
    for name in answers.keys {
      if name == "Watch" || name == "History" {
        methods[name] = .streaming { (request, replies) async throws(VarlinkFailure) in
          try await self.stream(name, request, replies)
        }
      } else {
        methods[name] = .plain { (request) async throws(VarlinkFailure) in try self.answer(name, request) }
      }
    }
    return methods
  }

  private func next(_ name: String, _ request: VarlinkRequest) throws(VarlinkFailure) -> Answer {
    calls.withLock { $0.append("\(name) \(JSONValue.object(request.parameters))") }
    let answer = answers.withLock { all -> Answer? in
      guard let first = all[name]?.first else { return nil }
      if (all[name]?.count ?? 0) > 1 { all[name]?.removeFirst() }
      return first
    }
    guard let answer else { throw .broken("no answer to \(name)") }
    return answer
  }

  private func answer(_ name: String, _ request: VarlinkRequest) throws(VarlinkFailure) -> JSONObject {
    switch try next(name, request) {
    case .reply(let reply): return reply
    case .error(let failure): throw failure
    case .silence, .closed, .end: throw .abandoned
    }
  }

  private func stream(
    _ name: String, _ request: VarlinkRequest, _ replies: VarlinkReplies
  ) async throws(VarlinkFailure) -> JSONObject {
    switch try next(name, request) {
    case .reply(let reply): return reply
    case .error(let failure): throw failure
    case .silence(let all):
      for reply in all { try await replies.send(reply) }
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
      return [:]
    case .closed(let all):
      for reply in all { try await replies.send(reply) }
      throw .abandoned
    case .end(let all):
      for reply in all.dropLast() { try await replies.send(reply) }
      return all.last ?? [:]
    }
  }
}
