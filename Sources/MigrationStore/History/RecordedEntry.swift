import MigrationPhases

/// What folding needs of an entry; its place in the chain is looked at elsewhere.
struct RecordedEntry {
  var seq: Int64
  var at: Timestamp
  var actor: RecordedActor
  var event: String
  var phase: String?
  var from: String?
  var to: String?
  var detail: String

  var facts: EntryFacts { EntryFacts(detail) }
}
