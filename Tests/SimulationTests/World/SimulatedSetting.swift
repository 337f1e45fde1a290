import MigrationPhases

/// What is given before anything happens: environments, databases, plans.
struct SimulatedSetting: Sendable {
  struct Place: Sendable, Hashable {
    var target: String
    var environment: String
  }

  /// In their order.
  var environments: [(name: String, policy: Policy)]
  /// What the engine is told; another one only where a test wants it misled.
  var toldPolicies: [String: Policy] = [:]
  var places: [Place]
  var plans: [SimulatedPlan]

  func policy(of environment: String) -> Policy {
    environments.first { $0.name == environment }?.policy
      ?? Policy(minimumWait: .zero, checklist: [:], approvals: [:], approvalValidFor: nil)
  }

  func told(_ environment: String) -> Policy { toldPolicies[environment] ?? policy(of: environment) }

  func environment(of target: String) -> String { places.first { $0.target == target }?.environment ?? "" }

  func plan(_ name: String) -> SimulatedPlan? { plans.first { $0.name == name } }

  /// Targets of every environment that comes before the target's own.
  func earlierTargets(than target: String) -> [String] {
    let environment = environment(of: target)
    let before = environments.prefix { $0.name != environment }.map(\.name)
    return places.filter { before.contains($0.environment) }.map(\.target)
  }

  static let staging = Policy(
    minimumWait: .zero,
    checklist: [
      .expand: [.init(name: "backup", validFor: nil), .init(name: "alerts", validFor: nil)],
      .contract: [.init(name: "backup", validFor: .seconds(3 * 86_400))],
    ], approvals: [:], approvalValidFor: nil)

  static func production(approvals: Int) -> Policy {
    Policy(
      minimumWait: .seconds(14 * 86_400),
      checklist: [
        .expand: [.init(name: "backup", validFor: .seconds(7 * 86_400)), .init(name: "alerts", validFor: nil)],
        .contract: [.init(name: "backup", validFor: .seconds(86_400))],
      ], approvals: [.expand: 1, .contract: approvals], approvalValidFor: .seconds(30 * 86_400))
  }

  static func random(dice: inout SplitMix64) -> SimulatedSetting {
    var places = [Place(target: "s1", environment: "staging"), Place(target: "p1", environment: "production")]
    if dice.chance(20) { places.insert(Place(target: "s2", environment: "staging"), at: 1) }
    if dice.chance(30) { places.append(Place(target: "p2", environment: "production")) }
    let plans = (1...dice.weighed([(5, 1), (4, 2), (1, 3)])).map { SimulatedPlan.random(number: $0, dice: &dice) }
    return SimulatedSetting(
      environments: [
        (name: "staging", policy: staging), (name: "production", policy: production(approvals: dice.from(1...2))),
      ], places: places, plans: plans)
  }

  /// One plan with everything in it, on one database of each environment.
  static let plain = SimulatedSetting(
    environments: [(name: "staging", policy: staging), (name: "production", policy: production(approvals: 1))],
    places: [Place(target: "s1", environment: "staging"), Place(target: "p1", environment: "production")],
    plans: [
      SimulatedPlan(
        name: "m1", backfill: .update, hasSwitch: true, waitDays: 3, isTagged: true, automatic: [], schemaVersion: 2)
    ])
}
