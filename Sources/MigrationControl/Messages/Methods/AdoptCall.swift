import MigrationPhases

extension Call {
  /// Makes the database that the configuration reaches under a name, with what its ledger says, that target's. Role admin.
  public enum Adopt: ControlMethod {
    public static let name = "dev.migrated.Control.Adopt"

    public struct Parameters: Codable, Sendable, Hashable {
      public var target: String
      public var reason: String

      public init(target: String, reason: String) {
        self.target = target
        self.reason = reason
      }
    }

    public struct Reply: Codable, Sendable, Hashable {
      public var target: String
      /// The id of its ledger from now on.
      public var ledger: String
      /// The id on record before; absent where the target had none.
      public var before: String?
      /// The id that the database had; absent where it had no ledger.
      public var found: String?
      /// Another target whose ledger by the record that is.
      public var alsoOf: String?
      /// How many entries stand in it: steps that were done and not undone.
      public var entries: Int
      /// The newest schema version an application may require of it.
      public var currentVersion: Int
      /// The oldest schema version an application may require of it.
      public var oldestSupported: Int

      public init(
        target: String, ledger: String, before: String? = nil, found: String? = nil, alsoOf: String? = nil,
        entries: Int, currentVersion: Int, oldestSupported: Int
      ) {
        self.target = target
        self.ledger = ledger
        self.before = before
        self.found = found
        self.alsoOf = alsoOf
        self.entries = entries
        self.currentVersion = currentVersion
        self.oldestSupported = oldestSupported
      }
    }
  }
}
