import CLibpq
import Glibc

/// An open connection, for the thread that it was lent to. Its calls block that thread, until their bound is over or
/// the task that asked is cancelled.
public final class PostgreSQLSession {
  let handle: OpaquePointer
  let said = PostgreSQLNotices()
  var stop = PostgreSQLStop()
  /// It did not answer in time, so that what it would answer next is of no use.
  var isAbandoned = false

  init(handle: OpaquePointer) {
    self.handle = handle
    PQsetNoticeReceiver(handle, PostgreSQLNotices.receive, Unmanaged.passUnretained(said).toOpaque())
  }

  deinit { PQfinish(handle) }

  /// Where a transaction stands.
  public enum Transaction: Sendable, Hashable {
    case none
    case open
    /// An error ended it; only ROLLBACK is understood.
    case failed
    /// The connection is gone.
    case unknown
  }

  public var transaction: Transaction {
    if !isOpen { return .unknown }
    switch PQtransactionStatus(handle) {
    case PQTRANS_IDLE: return .none
    case PQTRANS_INTRANS: return .open
    case PQTRANS_INERROR: return .failed
    default: return .unknown
    }
  }

  /// Whether it can be used on.
  public var isOpen: Bool { !isAbandoned && PQstatus(handle) == CONNECTION_OK }

  /// The process that serves this connection, as `pg_stat_activity` names it.
  public var backend: Int32 { PQbackendPID(handle) }

  /// Such as 150018 for 15.18.
  public var serverVersion: Int32 { PQserverVersion(handle) }

  /// Whether the server has shown a certificate and the line is encrypted.
  public var isEncrypted: Bool { PQsslInUse(handle) == 1 }

  /// What the server reports of itself at connecting and whenever it changes, such as `server_encoding`.
  public func parameter(_ name: String) -> String? { PQparameterStatus(handle, name).map { String(cString: $0) } }

  /// Such as `shop as migrated at db.example:5432`.
  public var place: String {
    func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
    let (host, port) = (text(PQhost(handle)), text(PQport(handle)))
    return "\(text(PQdb(handle))) as \(text(PQuser(handle))) at \(host):\(port)"
  }

  /// What the server said besides its answers since this was asked last; the newest hundred.
  public func takeNotices() -> [PostgreSQLNotice] { said.take() }

  /// Ends an open transaction without keeping anything; a connection that cannot do that is given up.
  public func rollBack() {
    switch transaction {
    case .none, .unknown: return
    case .open, .failed: break
    }
    do throws(PostgreSQLError) { _ = try run("ROLLBACK", bound: .seconds(10), isCancellable: false) } catch {
      isAbandoned = true
    }
  }

  /// What arrived unasked is taken in, so that a connection that the server closed is noticed. It says why before it
  /// closes, hence more than once.
  func look() {
    var entry = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
    for _ in 0..<Self.mostLooks where isOpen && poll(&entry, 1, 0) > 0 {
      if PQconsumeInput(handle) == 0 { isAbandoned = true }
      _ = PQisBusy(handle)
    }
  }

  private static let mostLooks = 10
}
