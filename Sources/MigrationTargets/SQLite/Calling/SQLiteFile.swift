import Glibc
import MigrationSQLite

/// The file of a target. Never made by us.
struct SQLiteFile: Sendable, Hashable {
  /// Tells the file from another one that took its place.
  struct Identity: Sendable, Hashable {
    var device: UInt
    var inode: UInt
  }

  var target: String
  var path: String

  func identity() throws(TargetError) -> Identity {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let code = errno
      guard code == ENOENT || code == ENOTDIR else {
        throw .unreachable("\(path): cannot be looked at: \(String(cString: strerror(code)))")
      }
      throw .unreachable(
        "\(path): there is no such file; correct the path of target \(target) in the configuration, "
          + "or restore the database (migrated never makes one)")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreachable("\(path): is not a file; correct the path of target \(target) in the configuration")
    }
    return Identity(device: status.st_dev, inode: status.st_ino)
  }

  /// A connection whose settings are its own: nothing that is kept in the file (journal mode, page size) is touched.
  func open(_ role: SQLiteLane.Role, bounds: SQLiteBounds) throws(TargetError) -> SQLiteConnection {
    do throws(SQLiteError) {
      // Reading too opens for writing: only so a journal that a crashed application left can be rolled back.
      let connection = try SQLiteConnection(path: path, mode: .readWrite)
      // Waiting is the session's business, which can be cancelled.
      connection.setBusyTimeout(.zero)
      switch role {
      case .reading: try connection.run("PRAGMA query_only = 1")
      case .writing: break
      }
      return connection
    } catch {
      throw SQLiteFailure(file: self, bounds: bounds).error(for: error)
    }
  }
}
