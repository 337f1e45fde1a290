import Glibc

/// Who holds locks on a database file, as far as `/proc/locks` tells: processes of the same pid namespace.
enum SQLiteLockHolders {
  /// `process 812 (node), process 9 (sqlite3)`; nil when nothing is known.
  static func describe(path: String) -> String? {
    guard let locks = contents(of: "/proc/locks", limit: 1 << 20) else { return nil }
    let files = ["", "-shm"].compactMap { identity(of: path + $0) }
    let held = holders(in: locks, of: files)
    let writers = held.filter { $0.isWriter }
    let pids = Set((writers.isEmpty ? held : writers).map(\.pid)).sorted()
    guard !pids.isEmpty else { return nil }
    return pids.map(name(of:)).joined(separator: ", ")
  }

  struct Holder: Hashable {
    var pid: Int
    var isWriter: Bool
  }

  /// Lines are `1: POSIX  ADVISORY  WRITE 3568 fd:00:2531452 0 EOF`; one with `->` waits and holds nothing.
  static func holders(in locks: String, of files: [String]) -> [Holder] {
    locks.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count >= 8, words[1] == "POSIX", let pid = Int(words[4]), pid > 0,
        files.contains(String(words[5]))
      else { return nil }
      return Holder(pid: pid, isWriter: words[3] == "WRITE")
    }
  }

  private static func name(of pid: Int) -> String {
    if pid == Int(getpid()) { return "another connection of this daemon" }
    guard let name = contents(of: "/proc/\(pid)/comm", limit: 64) else { return "process \(pid)" }
    return "process \(pid) (\(name.filter { $0 != "\n" }))"
  }

  /// `maj:min:inode` as the kernel writes it.
  private static func identity(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let device = UInt64(status.st_dev)
    let major = ((device >> 8) & 0xfff) | ((device >> 32) & ~0xfff)
    let minor = (device & 0xff) | ((device >> 12) & 0xffff_ff00)
    return "\(hexadecimal(major)):\(hexadecimal(minor)):\(status.st_ino)"
  }

  private static func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }

  private static func contents(of path: String, limit: Int) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = read(descriptor, &part, part.count)
      guard count > 0 else { break }
      bytes += part[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
