import MigrationPhases

extension Call {
  /// How the daemon is. Any role.
  public enum Status: ControlMethod {
    public static let name = "dev.migrated.Control.Status"

    public struct Parameters: Codable, Sendable, Hashable {
      public init() {}
    }

    public struct Reply: Codable, Sendable, Hashable {
      public enum State: String, Codable, Sendable, Hashable, CaseIterable {
        case serving, refusing
      }

      /// The daemon's version.
      public var version: String
      /// serving: takes commands. refusing: the journal cannot be written, for good or while another process has it
      /// locked; reads may still work.
      public var state: State
      /// Why it is refusing.
      public var message: String?
      public var startedAt: Int
      /// The daemon's clock.
      public var now: Int
      public var pid: Int
      /// The freeze in force, if any.
      public var freeze: Wire.FreezeNotice?
      public var migrations: Int
      /// Rollouts by shape of their state.
      public var rollouts: [String: Int]
      /// Entries in the history.
      public var history: Int
      /// Rollouts under way.
      public var active: [Wire.Rollout]
      /// Bytes of the longest message that is taken, without its NUL.
      public var messageSize: Int?
      /// Whether the record is as it was written, by the last look at all of it.
      public var record: Wire.Verification?

      public init(
        version: String, state: State, message: String? = nil, startedAt: Int, now: Int, pid: Int,
        freeze: Wire.FreezeNotice? = nil, migrations: Int, rollouts: [String: Int], history: Int,
        active: [Wire.Rollout], messageSize: Int? = nil, record: Wire.Verification? = nil
      ) {
        self.version = version
        self.state = state
        self.message = message
        self.startedAt = startedAt
        self.now = now
        self.pid = pid
        self.freeze = freeze
        self.migrations = migrations
        self.rollouts = rollouts
        self.history = history
        self.active = active
        self.messageSize = messageSize
        self.record = record
      }
    }
  }
}
