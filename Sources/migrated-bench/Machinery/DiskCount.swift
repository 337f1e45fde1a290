import Glibc

/// What this process has sent to disks so far.
enum DiskCount {
  /// Bytes, by `write_bytes` of /proc/self/io; 0 where that cannot be read.
  static func written() -> Int {
    guard let file = fopen("/proc/self/io", "r") else { return 0 }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = fread(&bytes, 1, bytes.count, file)
    let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix("write_bytes: ") }
    return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
  }
}
