import Glibc

/// Whole files, on the disk when it returns.
enum FileCopy {
  static func remove(_ path: String) { unlink(path) }

  static func copy(_ from: String, to: String) throws {
    let source = open(from, O_RDONLY | O_CLOEXEC)
    let copy = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer {
      close(source)
      close(copy)
    }
    var status = stat()
    guard source >= 0, copy >= 0, fstat(source, &status) == 0 else {
      throw BenchError("\(from) to \(to): \(String(cString: strerror(errno)))")
    }
    var left = Int(status.st_size)
    while left > 0 {
      let count = sendfile(copy, source, nil, left)
      guard count > 0 else { throw BenchError("\(from) to \(to): \(String(cString: strerror(errno)))") }
      left -= count
    }
    guard fsync(copy) == 0 else { throw BenchError("\(to): \(String(cString: strerror(errno)))") }
  }
}
