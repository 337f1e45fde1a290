import Glibc
import Synchronization

/// A real PostgreSQL server of this test process's own: a new cluster in a temporary folder, on a Unix socket there and
/// on a loopback port, with passwords by SCRAM and a certificate of its own authority. It stops, and its folder goes,
/// when this process ends, in whatever way.
public final class Cluster: Sendable {
  /// The folder of everything: the socket, `ca.crt`, `other-ca.crt`, the server's `log`.
  public let folder: String
  public let port: Int
  public let binaries: String
  /// Its supervisor ends the server once this is closed, which the kernel sees to.
  private let lifeline: Int32
  private let isStopped = Atomic(false)

  /// A superuser, without a password, on the socket only.
  public static let admin = "admin"

  /// Started when it is first asked for.
  public static func shared() throws -> Cluster { try started.get() }

  private static let started = Result { try Cluster() }

  /// A second one, for what must not happen to the one that all tests share. `settings` are such as `fsync=on`.
  public static func another(settings: [String] = []) throws -> Cluster { try Cluster(settings: settings) }

  /// A second one that takes few connections and starts quickly.
  public static func small() throws -> Cluster {
    try Cluster(
      settings: ["shared_buffers=1MB", "max_connections=40", "autovacuum=off", "max_wal_senders=0"])
  }

  private init(settings: [String] = []) throws {
    let binaries = try ServerProgram.folder()
    let user = try ServerUser()
    var template = Array("/tmp/migrated-postgresql-XXXXXX".utf8CString)
    guard let name = mkdtemp(&template) else { throw ClusterError("no temporary folder could be made: errno \(errno)") }
    let folder = String(cString: name)
    guard chown(folder, user.uid, user.gid) == 0 else {
      throw ClusterError("\(folder) cannot be given to \(user.name)")
    }
    let port = try Self.freePort()
    let supervisor = try Supervisor(
      user.command + ["sh", "-c", Supervisor.script, "supervisor", binaries, folder, String(port)]
        + [settings.map { "-c \($0)" }.joined(separator: " ")])
    guard supervisor.isReady else {
      throw ClusterError("PostgreSQL did not start:\n\(text(ofFile: folder + "/log").suffix(4_000))\(supervisor.said)")
    }
    self.binaries = binaries
    self.folder = folder
    self.port = port
    lifeline = supervisor.lifeline
  }

  deinit { stop() }

  /// Kills the server and whatever it started, without warning, and starts it again on what they left. Of the system's
  /// memory nothing is lost, so that what was written and not yet on disk is still there.
  public func crash() throws {
    guard write(lifeline, "crash\n", 6) == 6, case let said = Supervisor.answer(by: lifeline), said == "ready\n" else {
      throw ClusterError("PostgreSQL did not start again:\n\(text(ofFile: folder + "/log").suffix(4_000))")
    }
  }

  /// Ends the server at once, as `pg_ctl stop -m immediate` does.
  public func stop() {
    // Once: the number may soon be somebody else's.
    if !isStopped.exchange(true, ordering: .relaxed) { close(lifeline) }
  }

  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
      }
    }
    guard result == 0 else { throw ClusterError("no free port: errno \(errno)") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}

public struct ClusterError: Error, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}

/// What a file holds, or nothing.
public func text(ofFile path: String) -> String {
  guard let file = fopen(path, "r") else { return "" }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
  return String(decoding: bytes, as: UTF8.self)
}
