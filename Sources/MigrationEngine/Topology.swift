import MigrationPhases
import MigrationTargets

/// The environments in their order and the targets in them, as the configuration has them.
public struct Topology: Sendable {
  public struct Environment: Sendable, Hashable {
    public var name: String
    public var policy: Policy

    public init(name: String, policy: Policy) {
      self.name = name
      self.policy = policy
    }
  }

  public struct Entry: Sendable {
    public var target: any Target
    public var environment: String
    public var groups: [String]
    public var engine: DatabaseEngine

    public init(target: any Target, environment: String, groups: [String], engine: DatabaseEngine = .sqlite) {
      self.target = target
      self.environment = environment
      self.groups = groups
      self.engine = engine
    }

    public var name: String { target.name }
  }

  /// First staging, last production.
  public var environments: [Environment]
  public var entries: [Entry]

  public init(environments: [Environment], entries: [Entry]) {
    self.environments = environments
    self.entries = entries
  }

  public func entry(named name: String) -> Entry? { entries.first { $0.name == name } }

  public func policy(of environment: String) -> Policy? {
    environments.first { $0.name == environment }?.policy
  }

  /// The targets of a group, in the order of the environments and then of the configuration.
  public func entries(inGroup group: String) -> [Entry] {
    environments.flatMap { environment in
      entries.filter { $0.environment == environment.name && $0.groups.contains(group) }
    }
  }

  /// Names of the environments that come before this one.
  public func environments(before name: String) -> [String] {
    guard let index = environments.firstIndex(where: { $0.name == name }) else { return [] }
    return environments[..<index].map(\.name)
  }

  public var groups: [String] { Array(Set(entries.flatMap(\.groups))).sorted() }
}
