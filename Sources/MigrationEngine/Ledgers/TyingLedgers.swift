import Glibc
import MigrationStore
import MigrationTargets

extension Engine {
  /// Holds the ledger that a look found against the one on record for the target. The first sight of one that is ours
  /// goes on record. nil where they agree.
  func disagreement(
    about target: String, found: LedgerIdentity?
  ) throws(EngineError) -> LedgerDisagreement? {
    switch try read({ reader in try reader.ledgerOnRecord(of: target).verdict(on: found) }) {
    case .fits: return nil
    case .disagrees(let disagreement): return disagreement
    case .becomes: break
    }
    return try decide { transaction in
      switch try transaction.ledgerOnRecord(of: target).verdict(on: found) {
      case .fits: return nil
      case .disagrees(let disagreement): return disagreement
      case .becomes(let ledger):
        try transaction.setFact(LedgerFact.ledger + target, ledger, at: try stamp(transaction), target: target)
        return nil
      }
    }
  }

  /// What a step that met another database is told.
  func objection(about target: String, found: LedgerIdentity?) throws(EngineError) -> LedgerDisagreement {
    try read { reader in try reader.ledgerOnRecord(of: target).disagreement(with: found) }
  }

  /// What a step must find in the target. Where the target has no ledger yet, the id that it will get is on record
  /// before anything is done.
  func ledgerTie(of target: String, in transaction: JournalTransaction) throws -> LedgerTie {
    let journal = try journalID(in: transaction)
    let versions = try transaction.schemaVersions(onTarget: target)
    let present = try transaction.ledgerOnRecord(of: target)
    if let ledger = present.ledger {
      return LedgerTie(journal: journal, ledger: ledger, isNew: false, schemaVersions: versions)
    }
    let next = present.next ?? newID()
    try transaction.setFact(LedgerFact.next + target, next, at: try stamp(transaction), target: target)
    return LedgerTie(journal: journal, ledger: next, isNew: true, schemaVersions: versions)
  }

  func journalID(in transaction: JournalTransaction) throws -> String {
    if let id = try transaction.fact(LedgerFact.journal) { return id }
    let id = newID()
    try transaction.setFact(LedgerFact.journal, id, at: try stamp(transaction))
    return id
  }

  /// 128 bits that nobody else has, in hexadecimal.
  public static func randomID() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }

  /// Such as `migrated on db1, process 812`.
  public static let ownName: String = {
    var name = [CChar](repeating: 0, count: 256)
    let bytes = gethostname(&name, name.count - 1) == 0 ? name.prefix { $0 != 0 } : []
    let host =
      bytes.isEmpty ? "a host without a name" : String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return "migrated on \(host), process \(getpid())"
  }()
}
