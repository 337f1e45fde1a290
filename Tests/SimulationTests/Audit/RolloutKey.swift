/// Names a rollout.
struct RolloutKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  var migration: String
  var target: String

  static func < (left: RolloutKey, right: RolloutKey) -> Bool {
    (left.migration, left.target) < (right.migration, right.target)
  }

  var description: String { "\(migration) on \(target)" }
}
