import GRDBSQLite
import Synchronization

/// Interrupts what a connection runs, from another thread, without keeping the connection open.
public final class SQLiteInterrupter: Sendable {
  // The handle is only used while the connection lives: `detach` is called before it closes.
  private let address: Mutex<UInt?>

  init(_ connection: SQLiteConnection) { address = Mutex(UInt(bitPattern: connection.handle)) }

  public func interrupt() {
    address.withLock { address in
      guard let address, let handle = OpaquePointer(bitPattern: address) else { return }
      sqlite3_interrupt(handle)
    }
  }

  /// To be called by the connection's owner before it lets the connection go.
  public func detach() { address.withLock { $0 = nil } }
}
