import MigrationPhases

/// What a target says while it is at a step.
public enum TargetNote: Sendable, Hashable {
  case begins(ScriptStatement)
  /// How far it is, until it says something else.
  case isAt(String)
  /// Who is in the way, until it tries again; belongs on record.
  case waits(String)
  /// What it did besides, for the record.
  case remark(String)
}
