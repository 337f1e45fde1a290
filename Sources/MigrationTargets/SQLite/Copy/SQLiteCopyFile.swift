import Glibc
import MigrationDigest

/// A new file that is there under its name only when it is whole and on the disk.
struct SQLiteCopyFile: Sendable {
  /// Where the file goes.
  struct Folder: Sendable, Hashable {
    var path: String

    func freeBytes() throws(TargetError) -> Int {
      var status = statvfs()
      guard statvfs(path, &status) == 0 else {
        throw .storage("\(path): \(String(cString: strerror(errno))); make the directory, writable for the daemon")
      }
      let (bytes, overflow) = Int(status.f_bavail).multipliedReportingOverflow(by: Int(status.f_frsize))
      return overflow ? .max : bytes
    }
  }

  let temporaryPath: String
  private let folder: Folder
  private let name: String

  /// Makes the file under a temporary name, for its owner only.
  init(in folder: Folder, name: String) throws(TargetError) {
    self.folder = folder
    self.name = name
    temporaryPath = "\(folder.path)/.\(name).partial"
    // Of a run that died within the same second.
    unlink(temporaryPath)
    let descriptor = open(temporaryPath, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(temporaryPath) }
    close(descriptor)
  }

  /// Brings it to the disk, gives it its name and answers what it is. `unless` is asked now and then and may throw.
  func finish(unless: () throws(TargetError) -> Void) throws(TargetError) -> RestorePoint {
    let descriptor = open(temporaryPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(temporaryPath) }
    defer { close(descriptor) }
    let (digest, bytes) = try read(descriptor, unless: unless)
    guard fsync(descriptor) == 0 else { throw Self.failure(temporaryPath) }
    let path = freePath()
    guard rename(temporaryPath, path) == 0 else { throw Self.failure(path) }
    try syncFolder()
    return RestorePoint(path: path, sha256: digest, bytes: bytes)
  }

  /// Takes away what there is of it.
  func remove() {
    for suffix in RestorePointRemains.suffixes { unlink(temporaryPath + suffix) }
  }

  private func read(
    _ descriptor: Int32, unless: () throws(TargetError) -> Void
  ) throws(TargetError) -> (digest: String, bytes: Int) {
    var hash = SHA256()
    var total = 0
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      try unless()
      let count = Glibc.read(descriptor, &part, part.count)
      guard count >= 0 else { throw Self.failure(temporaryPath) }
      if count == 0 { return (hexadecimal(hash.finish()), total) }
      part.withUnsafeBytes { hash.update(buffer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      total += count
    }
  }

  /// The first of `name.sqlite`, `name-2.sqlite` and so on that is not there yet.
  private func freePath() -> String {
    var path = "\(folder.path)/\(name).sqlite"
    var number = 2
    while access(path, F_OK) == 0 {
      path = "\(folder.path)/\(name)-\(number).sqlite"
      number += 1
    }
    return path
  }

  private func syncFolder() throws(TargetError) {
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(folder.path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Self.failure(folder.path) }
  }

  private static func failure(_ path: String) -> TargetError {
    .storage("\(path): \(String(cString: strerror(errno)))")
  }
}
