/// What a rule knows besides the statement.
struct ScriptContext {
  enum Kind: Sendable, Hashable {
    case expand, rollback, contract

    /// May take away only what the plan itself added.
    var keepsWhatWasThere: Bool {
      switch self {
      case .expand, .rollback: true
      case .contract: false
      }
    }

    /// The script's name in sentences.
    var name: String {
      switch self {
      case .expand: "expand"
      case .rollback: "the rollback of expand"
      case .contract: "contract"
      }
    }
  }

  let kind: Kind
  /// What the plan made before this statement.
  let created: CreatedObjects
}
