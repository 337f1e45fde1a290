import Foundation
import Glibc

/// A file system of a given size in memory, mounted for one test. Needs the right to mount.
final class TinyFileSystem: Sendable {
  struct CannotMount: Error { var errno: Int32 }

  let folder: String
  var path: String { folder + "/journal.sqlite" }

  static let isPossible = (try? TinyFileSystem(kilobytes: 64)) != nil

  init(kilobytes: Int) throws {
    folder = NSTemporaryDirectory() + "tiny-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard mount("tmpfs", folder, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
      let reason = errno
      try FileManager.default.removeItem(atPath: folder)
      throw CannotMount(errno: reason)
    }
  }

  func makeReadOnly() throws { try remount(UInt(MS_REMOUNT | MS_RDONLY)) }
  func makeWritable() throws { try remount(UInt(MS_REMOUNT)) }

  /// Leaves not a byte free.
  func fillUp() throws {
    let descriptor = open(folder + "/filler", O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CannotMount(errno: errno) }
    let block = [UInt8](repeating: 1, count: 4096)
    while write(descriptor, block, block.count) > 0 {}
    close(descriptor)
  }

  func makeRoom() throws { try FileManager.default.removeItem(atPath: folder + "/filler") }

  private func remount(_ flags: UInt) throws {
    guard mount("tmpfs", folder, "tmpfs", flags, nil) == 0 else { throw CannotMount(errno: errno) }
  }

  deinit {
    umount2(folder, Int32(MNT_DETACH))
    try? FileManager.default.removeItem(atPath: folder)
  }
}
