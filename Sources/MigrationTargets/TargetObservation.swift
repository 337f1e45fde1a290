import MigrationPhases

/// What one look at a target shows.
public struct TargetObservation: Sendable, Hashable {
  /// The database's own clock.
  public var now: Timestamp
  /// How long the look took, without the schema.
  public var latency: Duration
  /// nil where there is none yet.
  public var ledger: LedgerIdentity?
  /// Zero and zero where no ledger exists yet.
  public var versions: SchemaVersions
  /// SHA-256 over the schema without the ledger, in hexadecimal; empty where a change under way keeps it locked,
  /// and in a glance.
  public var schemaFingerprint: String
  /// Such as `SQLite 3.40.1` or `PostgreSQL 15.18`.
  public var engine: String

  public init(
    now: Timestamp, latency: Duration, ledger: LedgerIdentity?, versions: SchemaVersions, schemaFingerprint: String,
    engine: String
  ) {
    self.now = now
    self.latency = latency
    self.ledger = ledger
    self.versions = versions
    self.schemaFingerprint = schemaFingerprint
    self.engine = engine
  }
}
