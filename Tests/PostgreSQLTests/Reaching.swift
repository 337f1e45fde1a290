import MigrationPostgreSQL
import ThrowawayPostgreSQL

extension Database {
  /// The owner's, over the socket.
  func connection(_ more: String = "") throws -> PostgreSQLConnection {
    PostgreSQLConnection(name: name, settings: try PostgreSQLSettings(socket + " " + more))
  }
}

/// Connects by these settings and asks something; the error where that does not work.
func refusal(
  _ connection: String, passwordFile: String? = nil
) async -> PostgreSQLError? {
  do throws(PostgreSQLError) {
    let settings = try PostgreSQLSettings(connection, passwordFile: passwordFile)
    try await PostgreSQLConnection(name: "refusal", settings: settings).run("SELECT 1")
    return nil
  } catch {
    return error
  }
}
