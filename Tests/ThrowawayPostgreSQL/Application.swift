import CLibpq

/// A connection as an application has it, by libpq alone: it blocks, runs scripts, and waits for its locks.
public final class Application {
  private let handle: OpaquePointer

  init(to database: String, as role: String, on cluster: Cluster, password: String = "") throws {
    let connection =
      "host=\(cluster.folder) port=\(cluster.port) dbname=\(database) user=\(role) password='\(password)' "
      + "application_name=shop"
    guard let handle = PQconnectdb(connection) else { throw ClusterError("libpq has no memory") }
    self.handle = handle
    guard PQstatus(handle) == CONNECTION_OK else { throw ClusterError(String(cString: PQerrorMessage(handle))) }
    // Notices would go to standard error.
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
  }

  deinit { PQfinish(handle) }

  public var backend: Int32 { PQbackendPID(handle) }

  /// One statement or several.
  public func run(_ script: String) throws { _ = try rows(script) }

  /// Of the last statement.
  public func rows(_ script: String) throws -> [[String?]] {
    let result = PQexec(handle, script)
    defer { PQclear(result) }
    guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY].contains(PQresultStatus(result)) else {
      throw ClusterError(String(cString: PQerrorMessage(handle)))
    }
    return (0..<PQntuples(result)).map { row in
      (0..<PQnfields(result)).map { column in
        PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
      }
    }
  }

  public func value(_ script: String) throws -> String? { try rows(script).first?.first ?? nil }
}
