import MigrationStore
import MigrationTargets

/// The ledger that a target has by the record, to hold the one that is found against.
struct LedgerOnRecord: Sendable {
  enum Verdict: Sendable, Hashable {
    case fits
    /// It becomes the target's ledger on record: it was made or adopted by us, or is from before ledgers knew whose they
    /// are and is nobody else's.
    case becomes(String)
    case disagrees(LedgerDisagreement)
  }

  var target: String
  /// This journal; nil before it had a name.
  var journal: String?
  /// The ledger's id, once the target had one.
  var ledger: String?
  /// The id that is to be given when a ledger is made or adopted.
  var next: String?
  /// The target that each ledger on record belongs to.
  var known: [String: String]

  func verdict(on found: LedgerIdentity?) -> Verdict {
    guard let found else {
      guard let ledger else { return .fits }
      return .disagrees(
        .strange("the database has no ledger, the one on record for \(target) is \(ledger)", target: target))
    }
    if found.journal == nil || found.journal == journal {
      if found.id == ledger { return .fits }
      if found.id == next { return .becomes(found.id) }
      if found.journal == nil, ledger == nil, known[found.id] == nil { return .becomes(found.id) }
    }
    return .disagrees(.strange(words(about: found), target: target))
  }

  /// nil where it fits, or would be taken at first sight.
  func objection(to found: LedgerIdentity?) -> LedgerDisagreement? {
    switch verdict(on: found) {
    case .disagrees(let disagreement): disagreement
    case .fits, .becomes: nil
    }
  }

  /// What an error of a step that found another database comes to.
  func disagreement(with found: LedgerIdentity?) -> LedgerDisagreement {
    objection(to: found) ?? .strange("the database was another one for a moment", target: target)
  }

  private func words(about found: LedgerIdentity) -> String {
    if found.id == ledger {
      return "the database's ledger \(found.id) is kept by another journal now, \(found.journal ?? "unnamed")"
    }
    var words = "the database's ledger is \(found.id), "
    words += ledger.map { "the one on record for \(target) is \($0)" } ?? "and none is on record for \(target)"
    if let owner = known[found.id] { return words + "; this is the database on record as \(owner), or a copy of it" }
    guard let keeper = found.journal else { return words }
    if keeper == journal {
      return words + "; it is kept by this very journal, which may have been restored from an older copy"
    }
    return words + "; it is kept by another journal, \(keeper)"
  }
}

extension JournalReader {
  func ledgerOnRecord(of target: String) throws -> LedgerOnRecord {
    let ledgers = try facts(beginning: LedgerFact.ledger)
    return LedgerOnRecord(
      target: target, journal: try fact(LedgerFact.journal), ledger: ledgers[target],
      next: try fact(LedgerFact.next + target),
      known: Dictionary(ledgers.filter { $0.key != target }.map { ($0.value, $0.key) }) { min($0, $1) })
  }
}

/// Keys of the facts that say which ledger belongs to which target.
enum LedgerFact {
  /// The journal's own random id.
  static let journal = "journal"
  /// Followed by a target's name: the id of its ledger.
  static let ledger = "ledger/"
  /// Followed by a target's name: the id that its ledger is to get.
  static let next = "ledger-next/"
}
