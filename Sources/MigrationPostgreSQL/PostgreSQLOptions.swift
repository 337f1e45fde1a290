import CLibpq
import Glibc

/// The options of one connect: what was given, the password from its file, and a bound wherever none was set.
struct PostgreSQLOptions: Sendable {
  private(set) var list: [PostgreSQLSettings.Option]
  /// Seconds for each address, at least 2, as libpq has it.
  let connectTimeout: Int
  /// Whether there may be a further address to try after one that stays silent.
  let hasSeveralAddresses: Bool

  init(_ settings: PostgreSQLSettings) throws(PostgreSQLError) {
    var list = settings.options
    if let file = settings.passwordFile {
      list.removeAll { $0.keyword == "password" }
      list.append(.init(keyword: "password", value: try Self.password(in: file)))
    }
    // A service's file and the environment are read by libpq, and stand behind what is given.
    let effective = Self.effective(list)
    func add(_ keyword: String, _ value: String) { list.append(.init(keyword: keyword, value: value)) }
    for (keyword, value) in Self.bounds where effective[keyword, default: ""].isEmpty { add(keyword, value) }
    let timeout = Int(effective["connect_timeout"] ?? "") ?? 0
    connectTimeout = timeout > 0 ? max(2, timeout) : Self.connectTimeout
    list.removeAll { ["connect_timeout", "client_encoding", "application_name"].contains($0.keyword) }
    add("connect_timeout", String(connectTimeout))
    add("client_encoding", "UTF8")
    add("application_name", settings.applicationName)
    let host = effective["host", default: ""]
    let isSeveral = host.contains(",") || effective["hostaddr", default: ""].contains(",")
    if isSeveral, effective["target_session_attrs", default: "any"] == "any" {
      list.removeAll { $0.keyword == "target_session_attrs" }
      add("target_session_attrs", "read-write")
    }
    let isNumber = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
    let isName = effective["hostaddr", default: ""].isEmpty && !host.hasPrefix("/") && !isNumber
    hasSeveralAddresses = isSeveral || isName
    self.list = list
  }

  /// Nothing on the network waits for ever: a peer that is gone is noticed within half a minute or so.
  private static let bounds = [
    ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
  ]
  private static let connectTimeout = 5

  /// What stands in for `list` once libpq has looked into service files, the environment and its own defaults. The
  /// value that no `sslmode` has makes it stop right after that.
  private static func effective(_ list: [PostgreSQLSettings.Option]) -> [String: String] {
    let probe = list.filter { $0.keyword != "sslmode" } + [.init(keyword: "sslmode", value: "-")]
    let handle = withOptions(probe) { PQconnectStartParams($0, $1, 0) }
    defer { PQfinish(handle) }
    guard let options = PQconninfo(handle) else { return [:] }
    defer { PQconninfoFree(options) }
    return Dictionary(PostgreSQLSettings.options(in: options).map { ($0.keyword, $0.value) }) { $1 }
  }

  /// Such a text comes from libpq and from servers; neither has a reason to say a password, and none is let through.
  func withoutPasswords(_ text: String) -> String {
    let passwords = list.filter { ["password", "sslpassword"].contains($0.keyword) }.map(\.value)
    // What is said anyway, as the user's name is, is no secret; taking it out would tell that it is the password.
    let said = Set(list.filter { ["user", "dbname", "host", "hostaddr", "port"].contains($0.keyword) }.map(\.value))
    return passwords.filter { !$0.isEmpty && !said.contains($0) }.reduce(text) { $0.replacing($1, with: "***") }
  }

  func start() -> OpaquePointer? { Self.withOptions(list) { PQconnectStartParams($0, $1, 0) } }

  func connectWaiting() -> OpaquePointer? { Self.withOptions(list) { PQconnectdbParams($0, $1, 0) } }

  private static func withOptions(
    _ list: [PostgreSQLSettings.Option],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> OpaquePointer?
  ) -> OpaquePointer? {
    let keywords = list.map { strdup($0.keyword) }
    let values = list.map { strdup($0.value) }
    defer {
      for pointer in keywords + values {
        guard let pointer else { continue }
        // Not left lying about in memory that is given away.
        explicit_bzero(pointer, strlen(pointer))
        free(pointer)
      }
    }
    return body(keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil])
  }

  /// The file's first line, as `passwordFile` and systemd's credentials have it.
  static func password(in path: String) throws(PostgreSQLError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .settings("the password's file \(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: longestPassword + 1)
    let count = read(descriptor, &bytes, bytes.count)
    guard count >= 0 else {
      throw .settings("the password's file \(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard !line.isEmpty, line.count <= longestPassword, !line.contains(0) else {
      throw .settings(
        "the password's file \(path) must hold the password on its first line, of 1 to \(longestPassword) bytes")
    }
    return String(decoding: line, as: UTF8.self)
  }

  private static let longestPassword = 1024
}
