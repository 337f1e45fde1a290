import MigrationControl
import Synchronization

/// The runs under way: for each identifier the step that has to come next.
final class Certification: Sendable {
  private static let prefix = "org.varlink.certification."
  /// Runs that were begun and not ended; beyond it, the oldest one is forgotten.
  private static let runBound = 1000

  private struct Runs {
    var next: [String: Int] = [:]
    var oldestFirst: [String] = []
  }

  private let runs = Mutex(Runs())

  /// The methods of the interface.
  var methods: [String: VarlinkMethod] {
    var methods: [String: VarlinkMethod] = [
      "Start": .plain { (_) throws(VarlinkFailure) in ["client_id": .string(self.start())] }
    ]
    for (index, step) in CertificationStep.all.enumerated() {
      switch step.mode {
      case .more:
        methods[step.method] = .streaming { (request, replies) async throws(VarlinkFailure) in
          try self.check(request, index)
          for text in CertificationStep.moreReplies.dropLast() { try await replies.send(["string": .string(text)]) }
          return ["string": .string(CertificationStep.moreReplies[9])]
        }
      case .oneReply, .oneway, .upgrade:
        methods[step.method] = .plain { (request) throws(VarlinkFailure) in
          try self.check(request, index)
          return step.reply
        }
      }
    }
    return methods
  }

  private func start() -> String {
    let id = String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
    runs.withLock { runs in
      runs.next[id] = 0
      runs.oldestFirst.append(id)
      if runs.oldestFirst.count > Self.runBound { runs.next[runs.oldestFirst.removeFirst()] = nil }
    }
    return id
  }

  private func check(_ request: VarlinkRequest, _ index: Int) throws(VarlinkFailure) {
    let step = CertificationStep.all[index]
    let id = request.parameters["client_id"]?.string ?? ""
    guard let expected = runs.withLock({ $0.next[id] }) else { throw .named(Self.prefix + "ClientIdError", [:]) }
    var wanted = step.wants
    wanted["client_id"] = .string(id)
    let isRight =
      expected == index && request.mode == step.mode && Self.isSame(.object(request.parameters), .object(wanted))
    guard isRight else {
      runs.withLock { $0.next[id] = nil }
      let wants = Self.call(CertificationStep.all[expected].method, CertificationStep.all[expected].wants, step.mode)
      throw .named(
        Self.prefix + "CertificationError",
        ["wants": wants, "got": Self.call(step.method, request.parameters, request.mode)])
    }
    let next = index + 1
    runs.withLock { $0.next[id] = next == CertificationStep.all.count ? nil : next }
  }

  /// Whether both mean the same to Varlink: a member that is null is as good as absent, and 1 is 1.0.
  private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left, right) {
    case (.integer(let left), .number(let right)): return Double(left) == right
    case (.number(let left), .integer(let right)): return left == Double(right)
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy(isSame)
    case (.object(let left), .object(let right)):
      let left = left.members.filter { $0.value != .null }
      let rightCount = right.members.count { $0.value != .null }
      return left.count == rightCount
        && left.allSatisfy { member in right[member.name].map { isSame(member.value, $0) } ?? false }
    case (.null, _), (.bool, _), (.integer, _), (.number, _), (.string, _), (.array, _), (.object, _):
      return left == right
    }
  }

  private static func call(_ method: String, _ parameters: JSONObject, _ mode: CallMode) -> JSONValue {
    var call: JSONObject = ["method": .string(prefix + method), "parameters": .object(parameters)]
    switch mode {
    case .oneReply: break
    case .more: call["more"] = true
    case .oneway: call["oneway"] = true
    case .upgrade: call["upgrade"] = true
    }
    return .object(call)
  }
}
