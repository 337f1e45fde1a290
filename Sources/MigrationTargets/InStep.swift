/// Triggers that keep old and new columns of a table in step while releases run that know only the ones or the others:
/// from expand until contract. What each release writes is left as it wrote it; the triggers write what it does not know.
public struct InStep: Sendable, Hashable {
  /// Whose triggers they are; part of their names.
  public var migration: String
  public var table: String
  /// The new columns, each by an expression over the row, as the backfill has it.
  public var forward: [BackfillWork.Assignment]
  /// Rows whose new columns are still to be written, as the backfill has it.
  public var condition: String
  /// Old columns, each by an expression over the row, for what is written by a release that knows only the new ones.
  public var reverse: [BackfillWork.Assignment]

  public init(
    migration: String, table: String, forward: [BackfillWork.Assignment], condition: String,
    reverse: [BackfillWork.Assignment] = []
  ) {
    self.migration = migration
    self.table = table
    self.forward = forward
    self.condition = condition
    self.reverse = reverse
  }
}
