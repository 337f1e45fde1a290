extension SchemaVersion {
  /// What the history says of one rollout, and of one fact, is found without looking through it.
  static let version3 = SchemaVersion(
    number: 3,
    sql: """
      CREATE INDEX history_by_rollout ON history (migration, target)
        WHERE migration IS NOT NULL AND event <> 'refused';
      CREATE INDEX history_by_fact ON history (detail ->> 'key') WHERE event = 'fact';
      """)
}
