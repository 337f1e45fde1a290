/// Which of those who are in the way of a change are ended, where somebody decided that. By default nobody is.
public struct PostgreSQLBlockerPolicy: Sendable, Hashable {
  public enum Action: String, Sendable, Hashable, CaseIterable {
    /// Ends the query; does nothing to a transaction that is idle.
    case cancel
    /// Ends the connection.
    case terminate
  }

  public var action: Action
  /// Only where their transaction has been open for so long.
  public var after: Duration
  /// Only where they connected as one of these; empty for whoever it is.
  public var users: [String]
  /// Only where their `application_name` is one of these; empty for whichever it is.
  public var applications: [String]

  public init(action: Action, after: Duration, users: [String] = [], applications: [String] = []) {
    self.action = action
    self.after = after
    self.users = users
    self.applications = applications
  }

  /// Clients alone: never the server's own processes, replication, or another `migrated`.
  func fits(_ holder: PostgreSQLLockHolder) -> Bool {
    guard holder.pid > 0, holder.kind == "client backend", let age = holder.age, age >= after,
      let user = holder.user, let application = holder.application, !application.hasPrefix("migrated")
    else { return false }
    if action == .cancel, holder.state != "active" { return false }
    return (users.isEmpty || users.contains(user)) && (applications.isEmpty || applications.contains(application))
  }
}
