import Glibc

/// The file that the configuration is read from.
enum ConfigurationFile {
  /// Everything in it. A file that anybody may write is refused: it says who is an admin.
  static func read(_ path: String) throws(ConfigurationError) -> String {
    // Not blocking, so that a FIFO is told from a file instead of waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unopened(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unopened(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "is not a file", hint: "name a file with --config")
    }
    guard status.st_mode & S_IWOTH == 0 else {
      throw .unreadable(
        path: path, reason: "everybody on this host may write it, and it says who is an admin",
        hint: "chmod o-w \(path)")
    }
    let bytes = try contents(of: descriptor, path: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let line = (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
      throw .unreadable(path: path, reason: "line \(line) has bytes that are not UTF-8", hint: "save it as UTF-8")
    }
    return text
  }

  private static func contents(of descriptor: Int32, path: String) throws(ConfigurationError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unopened(path, errno) }
      if count == 0 { return bytes }
      bytes += chunk.prefix(count)
      guard bytes.count <= ConfigurationBounds.file else {
        throw .unreadable(
          path: path, reason: "is larger than \(ByteSize.exact(ConfigurationBounds.file))", hint: nil)
      }
    }
  }

  private static func unopened(_ path: String, _ code: Int32) -> ConfigurationError {
    let hint: String? =
      switch code {
      case ENOENT, ENOTDIR:
        "write one (migrated.yaml(5) says how; an empty file will do), or name another with --config"
      case EACCES, EPERM: "let the user that the daemon runs as read it: chgrp migrated \(path), chmod 0640 \(path)"
      default: nil
      }
    return .unreadable(path: path, reason: "cannot be read: \(String(cString: strerror(code)))", hint: hint)
  }
}
