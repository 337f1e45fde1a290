import MigrationPhases

extension Wire {
  /// The journal cannot be written: nothing new is accepted.
  public struct JournalUnavailable: ControlFailure, Hashable {
    public static let name = "dev.migrated.Control.JournalUnavailable"

    public var message: String

    public init(message: String) {
      self.message = message
    }
  }
}
