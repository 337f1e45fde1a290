/// Why what a target's ledger says is not believed, and the way out.
struct LedgerDisagreement: Sendable, Hashable {
  /// What is the matter.
  var why: String
  /// What leads out of it.
  var remedy: String
  /// A role.
  var who: String

  /// Both, for a rollout that halts on it.
  var message: String { "\(why); \(remedy)" }

  /// Where it must be found out what became of the database.
  static func of(_ why: String) -> LedgerDisagreement {
    LedgerDisagreement(why: why, remedy: "find out whether the database was restored or altered", who: "operator")
  }

  /// Where the database, or what stands in it, is not this journal's.
  static func strange(_ why: String, target: String) -> LedgerDisagreement {
    LedgerDisagreement(
      why: why,
      remedy:
        "correct the path of \(target) in the configuration; or, if this is to be the database of \(target) as it "
        + "is: migratectl adopt \(target) --reason TEXT", who: "admin")
  }
}
