import Glibc

/// A socket that clients can connect to already; they wait in the kernel until a server accepts them.
public struct ListeningSocket: Sendable {
  let descriptor: Int32
  /// Where it was made, and which inode it is; nil for one that was handed over, which is not ours to remove.
  private let place: Place?

  private struct Place {
    let path: String
    let device: UInt
    let inode: UInt
  }

  /// Connections that wait in the kernel before further ones are held up.
  private static let backlog: Int32 = 256

  /// Makes a socket at `path`. The file of a server that is gone is replaced. Mode and group are the file's before anyone
  /// can connect; without a group it is the process's own.
  public init(path: String, mode: UInt32, group: UInt32? = nil) throws(ListenError) {
    guard path.utf8.count <= UnixAddress.pathBound else {
      throw .pathTooLong(path, bound: UnixAddress.pathBound)
    }
    // Two servers that find the same dead file must not both replace it: the second would remove the first one's.
    let folder = try Self.lockedFolder(of: path)
    defer { close(folder) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Self.closeOnExec, 0)
    guard descriptor >= 0 else { throw .failed(call: "socket", path: path, errno: errno) }
    do throws(ListenError) {
      try Self.bind(descriptor, path)
      if let group, chown(path, uid_t.max, group) != 0 {
        throw ListenError.failed(call: "chown to the group \(group)", path: path, errno: errno)
      }
      guard chmod(path, mode) == 0 else { throw .failed(call: "chmod", path: path, errno: errno) }
      Self.refuseDescriptors(descriptor)
      guard listen(descriptor, Self.backlog) == 0 else { throw .failed(call: "listen", path: path, errno: errno) }
      var status = stat()
      guard lstat(path, &status) == 0 else { throw .failed(call: "lstat", path: path, errno: errno) }
      self.place = Place(path: path, device: status.st_dev, inode: status.st_ino)
      self.descriptor = descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Takes over a socket that listens already, as a service manager hands it over.
  public init(inherited descriptor: Int32) throws(ListenError) {
    guard Self.option(descriptor, SO_DOMAIN) == AF_UNIX,
      Self.option(descriptor, SO_TYPE) == Int32(SOCK_STREAM.rawValue), Self.option(descriptor, SO_ACCEPTCONN) == 1
    else { throw .notListening(descriptor: descriptor) }
    Self.refuseDescriptors(descriptor)
    // What a service manager hands over is open for programs that we start.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.descriptor = descriptor
    self.place = nil
  }

  /// Removes the file, if we made it and nobody has replaced it since.
  func removeFile() {
    var status = stat()
    guard let place, lstat(place.path, &status) == 0, status.st_dev == place.device, status.st_ino == place.inode
    else { return }
    unlink(place.path)
  }

  // MARK: Steps

  private static let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)

  /// The folder's descriptor, locked until it is closed.
  private static func lockedFolder(of path: String) throws(ListenError) -> Int32 {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .failed(call: "open", path: folder, errno: errno) }
    while flock(descriptor, LOCK_EX) != 0 {
      let number = errno
      guard number == EINTR else {
        close(descriptor)
        throw .failed(call: "flock", path: folder, errno: number)
      }
    }
    return descriptor
  }

  private static func bind(_ descriptor: Int32, _ path: String) throws(ListenError) {
    guard let number = bindOnce(descriptor, path) else { return }
    guard number == EADDRINUSE else { throw .failed(call: "bind", path: path, errno: number) }
    var status = stat()
    guard lstat(path, &status) == 0 else { throw .failed(call: "lstat", path: path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
    guard try isDead(path) else { throw .inUse(path) }
    guard unlink(path) == 0 else { throw .failed(call: "unlink", path: path, errno: errno) }
    if let number = bindOnce(descriptor, path) { throw .failed(call: "bind", path: path, errno: number) }
  }

  /// Nil where it worked.
  private static func bindOnce(_ descriptor: Int32, _ path: String) -> Int32? {
    let result = UnixAddress.with(path: path) { Glibc.bind(descriptor, $0, $1) == 0 ? 0 : errno } ?? EINVAL
    return result == 0 ? nil : result
  }

  /// Only a refused connection proves that nobody listens; a full backlog, for one, does not.
  private static func isDead(_ path: String) throws(ListenError) -> Bool {
    let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | closeOnExec | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard probe >= 0 else { throw .failed(call: "socket", path: path, errno: errno) }
    defer { close(probe) }
    return UnixAddress.with(path: path) { connect(probe, $0, $1) != 0 && errno == ECONNREFUSED } ?? false
  }

  /// No method of ours takes file descriptors, so the kernel need not keep any for us (SO_PASSRIGHTS, Linux 6.16).
  /// Older kernels do not know the option; there, descriptors are dropped when the bytes they came with are read.
  private static func refuseDescriptors(_ descriptor: Int32) {
    var off: Int32 = 0
    setsockopt(descriptor, SOL_SOCKET, 83, &off, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func option(_ descriptor: Int32, _ name: Int32) -> Int32? {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
  }
}
