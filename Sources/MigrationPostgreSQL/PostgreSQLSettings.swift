import CLibpq
import Glibc

/// How to reach a database: what libpq takes, and the file that holds the password, if one does. Printing it shows
/// neither.
public struct PostgreSQLSettings: Sendable, Hashable {
  /// As the server and `pg_stat_activity` see it; at most 63 bytes of ASCII are kept.
  public var applicationName: String
  let options: [Option]
  let passwordFile: String?

  struct Option: Sendable, Hashable {
    var keyword: String
    var value: String
  }

  /// `connection` is a URI (`postgresql://migrated@db.example/shop?sslmode=verify-full`) or libpq's `keyword=value` form,
  /// with any option of libpq's, `service` and several hosts among them
  /// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS). `passwordFile` is read at each
  /// connect.
  public init(
    _ connection: String, passwordFile: String? = nil, applicationName: String? = nil
  ) throws(PostgreSQLError) {
    options = try Self.parse(connection)
    self.passwordFile = passwordFile
    let given = options.first { $0.keyword == "application_name" }?.value
    self.applicationName = applicationName ?? given ?? "migrated"
  }

  /// Whether the connection string itself holds a password, which then lies wherever the string does.
  public var holdsPassword: Bool { options.contains { Self.secret.contains($0.keyword) } }

  /// Whether it names a host, a service or a socket's folder, so that the environment is not asked where to go.
  public var namesServer: Bool { options.contains { ["host", "hostaddr", "service"].contains($0.keyword) } }

  func value(_ keyword: String) -> String? { options.first { $0.keyword == keyword }?.value }

  private static let secret: Set = ["password", "sslpassword"]

  private static func parse(_ connection: String) throws(PostgreSQLError) -> [Option] {
    guard !connection.utf8.contains(0) else { throw .settings("the connection string has a NUL in it") }
    try checkURI(connection)
    var words: UnsafeMutablePointer<CChar>?
    guard let parsed = PQconninfoParse(connection, &words) else {
      defer { PQfreemem(words) }
      throw .settings(complaint(words.map { String(cString: $0) } ?? "out of memory", about: connection))
    }
    defer { PQconninfoFree(parsed) }
    return options(in: parsed)
  }

  static func options(in list: UnsafeMutablePointer<PQconninfoOption>) -> [Option] {
    var options: [Option] = []
    var place = list
    while let keyword = place.pointee.keyword {
      if let value = place.pointee.val {
        options.append(Option(keyword: String(cString: keyword), value: String(cString: value)))
      }
      place += 1
    }
    return options
  }

  /// libpq takes the first `@` or `/` for the end of the password and says the rest aloud as a host, a port or a database.
  private static func checkURI(_ connection: String) throws(PostgreSQLError) {
    guard let scheme = schemes.first(where: connection.hasPrefix) else { return }
    let rest = connection.dropFirst(scheme.count)
    let end = rest.firstIndex { $0 == "@" || $0 == "/" } ?? rest.endIndex
    let after = end < rest.endIndex && rest[end] == "@" ? rest[rest.index(after: end)...] : rest
    guard !after.contains("@") else {
      throw .settings(
        "the connection URI has an @ where none can be; within a user, a password or a value write it as %40, and / as %2F"
      )
    }
  }

  private static let schemes = ["postgresql://", "postgres://"]

  /// libpq quotes what it did not understand, which may be a piece of a password.
  private static func complaint(_ words: String, about connection: String) -> String {
    let isURI = schemes.contains(where: connection.hasPrefix)
    let mayHoldSecret = isURI ? connection.contains("@") : secret.contains { connection.contains($0) }
    if !mayHoldSecret { return "the connection string cannot be read: \(oneLine(words))" }
    return isURI
      ? "the connection URI cannot be read; what is special in a user or a password is written as % and two "
        + "hexadecimal digits. libpq's words are not shown, since the URI may hold a password"
      : "the connection string cannot be read; a value with blanks, ' or \\ goes in single quotes, with \\ before ' "
        + "and \\. libpq's words are not shown, since the string holds a password"
  }
}

extension PostgreSQLSettings: CustomStringConvertible, CustomReflectable {
  /// Such as `shop as migrated at db.example:5432`, as far as the connection string itself tells.
  public var description: String {
    let hosts = (value("host") ?? value("hostaddr")).map { host in
      " at \(host)" + (value("port").map { ":\($0)" } ?? "")
    }
    let service = value("service").map { " of service \($0)" }
    let user = value("user").map { " as \($0)" }
    return (value("dbname") ?? "the database") + (user ?? "") + (hosts ?? service ?? "")
  }

  public var customMirror: Mirror { Mirror(self, children: []) }
}
