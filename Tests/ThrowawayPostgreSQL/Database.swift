import Glibc
import Synchronization

/// A database of a test's own, with an owner of its own who is no superuser and has a password.
public struct Database: Sendable {
  public let cluster: Cluster
  public let name: String

  /// The owner, as which a target connects.
  public var owner: String { name }
  public var password: String { "pass of \(name)" }

  /// Makes a database, hands it to `body`, and drops it with whoever is still connected to it. `script` is run as the
  /// owner.
  public static func with<T>(
    _ script: String = "", encoding: String = "UTF8", on cluster: Cluster? = nil,
    _ body: (Database) async throws -> T
  ) async throws -> T {
    let database = try Database(on: cluster ?? Cluster.shared(), encoding: encoding)
    defer { database.drop() }
    if !script.isEmpty { try database.connect().run(script) }
    return try await body(database)
  }

  /// For tests that keep it until the process ends.
  public init(on cluster: Cluster, encoding: String = "UTF8") throws {
    self.cluster = cluster
    name = "t\(Self.counter.wrappingAdd(1, ordering: .relaxed).newValue)"
    let admin = try Application(to: "postgres", as: Cluster.admin, on: cluster)
    try admin.run("CREATE ROLE \(name) LOGIN PASSWORD 'pass of \(name)'")
    try admin.run("CREATE DATABASE \(name) OWNER \(name) TEMPLATE template0 ENCODING '\(encoding)' LOCALE 'C'")
  }

  private static let counter = Atomic(0)

  private func drop() {
    guard let admin = try? Application(to: "postgres", as: Cluster.admin, on: cluster) else { return }
    try? admin.run("DROP DATABASE \(name) WITH (FORCE)")
    try? admin.run("DROP ROLE \(name)")
  }

  /// A connection string for the owner over TCP, without the password.
  public var tcp: String { "host=127.0.0.1 port=\(cluster.port) dbname=\(name) user=\(owner)" }

  /// A connection string for the owner over the Unix socket, with the password.
  public var socket: String {
    "host=\(cluster.folder) port=\(cluster.port) dbname=\(name) user=\(owner) password='\(password)'"
  }

  /// A connection of the application's.
  public func connect(as role: String? = nil) throws -> Application {
    try Application(to: name, as: role ?? owner, on: cluster, password: password)
  }

  /// A superuser's.
  public func admin() throws -> Application { try Application(to: name, as: Cluster.admin, on: cluster) }

  /// The first value of the first row, as a superuser sees it.
  public func value(_ sql: String) throws -> String? { try admin().rows(sql).first?.first ?? nil }
}
