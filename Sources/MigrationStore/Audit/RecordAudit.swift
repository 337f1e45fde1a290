import MigrationDigest
import MigrationPhases

/// Holds everything on record that decisions are made from against what the history says of it. Goes through tables and
/// history once, side by side, so that its time grows with what there is and its memory does not.
struct RecordAudit {
  /// So many strays are told one by one.
  static let limit = 100

  private(set) var strays: [Stray] = []
  private(set) var strayCount = 0
  private(set) var compared = 0
  private(set) var unsaid = 0

  private let reader: JournalReader
  private let olderUntil: Timestamp?

  init(_ reader: JournalReader) throws(StoreError) {
    self.reader = reader
    olderUntil = try reader.olderUntil()
  }

  mutating func run() throws(StoreError) {
    note(try LayoutAudit.strays(in: reader))
    let streams = try RecordStreams(reader.access)
    while let place = try streams.nextPlace() {
      guard !Task.isCancelled else { throw .closed }
      if let target = place.target {
        try rollout(place, target: target, streams)
      } else {
        try migration(place, streams)
      }
    }
    try freezes()
    try facts()
  }

  private mutating func migration(_ place: RecordPlace, _ streams: RecordStreams) throws(StoreError) {
    let row = try streams.migrations.next { $0.place == place }?.record
    var digest = FilesDigest()
    var hasFiles = false
    while let file = try streams.files.next(if: { $0.place == place }) {
      digest.add(path: file.record.path, bytes: file.record.bytes)
      hasFiles = true
    }
    let kept = hasFiles ? digest.finish() : nil
    let entries = try RecordStreams.take(streams.entries, at: place)
    let told = entries.first { $0.event == "registered" }
    guard row != nil || told != nil else { return }
    compared += row == nil ? 0 : 1
    note(
      AccountMatch(
        .migration, at: "\(place.migration.inBrief): ", kept: row.map { [Account($0, keptDigest: kept)] } ?? [],
        told: told.map { [Account(registration: $0)] } ?? []))
  }

  private mutating func rollout(
    _ place: RecordPlace, target: String, _ streams: RecordStreams
  ) throws(StoreError) {
    var recorded = RecordedRollout()
    while let entry = try streams.entries.next(if: { $0.place == place }) {
      recorded.take(entry.record)
    }
    var audit = RolloutAudit(
      migration: place.migration, target: target, recorded: recorded, olderUntil: olderUntil)
    audit.compare(rollout: try streams.rollouts.next { $0.place == place }?.record)
    audit.compare(steps: try RecordStreams.take(streams.steps, at: place))
    audit.compare(signOffs: try RecordStreams.take(streams.signOffs, at: place))
    audit.compare(approvals: try RecordStreams.take(streams.approvals, at: place))
    audit.compare(restorePoints: try RecordStreams.take(streams.restorePoints, at: place))
    note(audit.strays)
    compared += audit.compared
    unsaid += audit.unsaid
  }

  private mutating func freezes() throws(StoreError) {
    var told = RecordedFreezes()
    try reader.access.eachRow(
      """
      SELECT seq, at, by_uid, by_user, by_pid, by_verb, event, phase, from_state, to_state, detail
      FROM history WHERE event = 'frozen'
      UNION ALL
      SELECT seq, at, by_uid, by_user, by_pid, by_verb, event, phase, from_state, to_state, detail
      FROM history WHERE event = 'unfrozen'
      ORDER BY seq
      """
    ) { row in told.take(try JournalReader.recorded(&row)) }
    let kept = try reader.freezes()
    compared += kept.count
    note(AccountMatch(.freeze, at: "", kept: kept.map { Account($0) }, told: told.accounts))
  }

  private mutating func facts() throws(StoreError) {
    let kept = try reader.access.stream("SELECT key, value FROM fact ORDER BY key") { row in
      (key: try row.text(), value: try row.textOrNil())
    }
    let told = try reader.access.stream(JournalReader.toldFactsSQL) { row in
      (key: try row.text(), value: try row.textOrNil())
    }
    while true {
      let heads = [try kept.peek()?.key, try told.peek()?.key].compactMap { $0 }
      guard let key = heads.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) else { return }
      let stored = try kept.next { $0.key.utf8.elementsEqual(key.utf8) }
      let recorded = try told.next { $0.key.utf8.elementsEqual(key.utf8) }
      compared += stored == nil ? 0 : 1
      // An older version wrote no entry for a fact.
      if recorded == nil, olderUntil != nil {
        unsaid += 1
      } else if stored?.value != recorded?.value {
        note([
          Stray(
            kind: .fact, what: "fact \(key.inBrief)", stored: stored?.value?.inBrief,
            recorded: recorded.map { $0.value?.inBrief ?? "forgotten" })
        ])
      }
    }
  }

  private mutating func note(_ match: AccountMatch) {
    note(match.strays)
    unsaid += match.unsaid
  }

  private mutating func note(_ found: [Stray]) {
    strayCount += found.count
    strays += found.prefix(max(0, Self.limit - strays.count))
  }
}

extension Account {
  fileprivate init(_ migration: MigrationRecord, keptDigest: String?) {
    self.init(
      about: "registration", moment: migration.registeredAt,
      facts: [
        Fact("by", Value(migration.registeredBy)), Fact("digest", .text(migration.digest)),
        Fact("digest of the kept files", keptDigest.map { .text($0) } ?? .text("none")),
        Fact("group", .text(migration.group)), Fact("schema version", .text(String(migration.schemaVersion))),
      ])
  }

  fileprivate init(registration entry: RecordedEntry) {
    let facts = entry.facts
    func said(_ key: String) -> Value { facts[key].map { .text($0) } ?? .unsaid }
    self.init(
      about: "registration", moment: entry.at,
      facts: [
        Fact("by", Value(entry.actor)), Fact("digest", said("digest")),
        Fact("digest of the kept files", said("digest")), Fact("group", said("group")),
        Fact("schema version", said("schemaVersion")),
      ])
  }
}

extension JournalReader {
  /// The newest entry of each fact, in the order of their keys. SQLite takes the other columns from the row of the
  /// greatest seq: https://www.sqlite.org/lang_select.html#bareagg
  static let toldFactsSQL = """
    SELECT detail ->> 'key', detail ->> 'value', max(seq)
    FROM history WHERE event = 'fact' GROUP BY detail ->> 'key' ORDER BY detail ->> 'key'
    """

  /// What the history says that a fact is; nil where it says nothing of it.
  public final func recordedFact(_ key: String) throws(StoreError) -> String?? {
    try access.row(
      "SELECT detail ->> 'value' FROM history WHERE event = 'fact' AND detail ->> 'key' = ? ORDER BY seq DESC LIMIT 1",
      [key]
    ) { row in try row.textOrNil() }
  }
}
