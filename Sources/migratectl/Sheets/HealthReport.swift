import MigrationControl
import MigrationPhases

/// How a target is, held against what an application requires.
struct HealthReport: Sendable {
  let health: Wire.TargetHealth
  /// The schema version that the application requires; nil where nobody asked.
  let required: Int?

  init(_ health: Wire.TargetHealth, requires required: Int?) {
    self.health = health
    self.required = required
  }

  /// Whether it offers what is required. What is not known counts as not offered.
  var isCompatible: Bool? {
    required.map { required in
      guard let oldest = health.oldestSupported, let current = health.currentVersion else { return false }
      return oldest <= required && required <= current
    }
  }

  var isOK: Bool { health.ok && isCompatible != false }

  /// Why it is not ok; nil where it is.
  var error: String? {
    if let error = health.error { return error }
    guard isCompatible == false, let required else { return nil }
    guard let oldest = health.oldestSupported, let current = health.currentVersion else {
      return "version \(required) is required, and it is not known what is offered"
    }
    let offered = oldest == current ? "\(current) alone" : "\(oldest) to \(current)"
    return "version \(required) is required, and \(offered) is offered"
  }

  /// The health document that applications serve too (docs/operations.md), with what is known here beside it.
  var document: JSONValue {
    var document: JSONObject = [
      "ok": .bool(isOK),
      "version": [
        "schema": number(health.currentVersion), "required": number(required),
        "compatible": isCompatible.map { .bool($0) } ?? .null, "oldestSupported": number(health.oldestSupported),
      ],
      "database": [
        "connected": .bool(health.connected), "latency": span(health.latency), "p50": span(health.p50),
        "p99": span(health.p99), "samples": number(health.samples), "engine": .string(health.engine),
      ],
      "target": .string(health.target), "environment": .string(health.environment),
    ]
    document["error"] = error.map { .string($0) }
    return .object(document)
  }

  private func number(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }

  private func span(_ microseconds: Int?) -> JSONValue {
    microseconds.map { .string(Duration.microseconds($0).inWords) } ?? .null
  }
}
