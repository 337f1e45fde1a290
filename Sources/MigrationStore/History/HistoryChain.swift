import MigrationDigest

/// What a history entry's hash is taken over.
///
/// The hash is the SHA-256 of the concatenation of these fifteen fields, in this order:
///
/// 1. the text `migrated.history.1`
/// 2. `seq`
/// 3. `at`, microseconds since 1970-01-01T00:00:00Z
/// 4. `by_uid`
/// 5. `by_user`
/// 6. `by_pid`
/// 7. `by_verb`
/// 8. `event`
/// 9. `migration`
/// 10. `target`
/// 11. `phase`
/// 12. `from_state`
/// 13. `to_state`
/// 14. `detail`
/// 15. the previous entry's hash as 64 lower-case hexadecimal digits (64 zeros before the first entry)
///
/// Each field is its length in bytes as a 4-byte big-endian unsigned integer, then the bytes. A field that is NULL is
/// `FF FF FF FF` and no bytes, so that it differs from empty text. Text is UTF-8 as stored; integers are their decimal
/// digits in ASCII, with `-` in front when negative. The columns of the table `history` have the names used here; the
/// hashes are stored there as blobs of 32 bytes (`previous_hash`, `hash`).
///
/// In Python, over one row of
/// `SELECT seq, at, by_uid, by_user, by_pid, by_verb, event, migration, target, phase, from_state, to_state, detail,
/// lower(hex(previous_hash)) FROM history`:
///
///     def field(v):
///         if v is None: return b"\xff\xff\xff\xff"
///         b = str(v).encode()
///         return len(b).to_bytes(4, "big") + b
///     hashlib.sha256(b"".join(map(field, ("migrated.history.1", *row)))).hexdigest()
struct HistoryChain {
  /// What the first entry follows.
  static let genesis = [UInt8](repeating: 0, count: 32)

  private var bytes: [UInt8] = []

  init() {
    bytes.reserveCapacity(512)
    add("migrated.history.1".utf8)
  }

  mutating func add(_ field: (some Collection<UInt8>)?) {
    guard let field else {
      bytes.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF])
      return
    }
    let length = UInt32(truncatingIfNeeded: field.count)
    for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: length >> shift)) }
    bytes.append(contentsOf: field)
  }

  mutating func add(_ field: Int64) { add(String(field).utf8) }

  /// The 32 bytes over all that was added.
  var hash: [UInt8] { SHA256.bytes(of: bytes) }

  /// The hash that an entry must have, whatever its `hash` says.
  static func hash(of entry: HistoryEntry) -> [UInt8] {
    var chain = HistoryChain()
    chain.add(entry.seq)
    chain.add(entry.at.microseconds)
    chain.add(Int64(entry.actor.uid))
    chain.add(entry.actor.user.utf8)
    chain.add(Int64(entry.actor.pid))
    chain.add(entry.actor.verb.utf8)
    chain.add(entry.event.utf8)
    chain.add(entry.migration?.utf8)
    chain.add(entry.target?.utf8)
    chain.add(entry.phase?.rawValue.utf8)
    chain.add(entry.from?.utf8)
    chain.add(entry.to?.utf8)
    chain.add(entry.detail.utf8)
    chain.add(entry.previousHash.utf8)
    return chain.hash
  }
}
