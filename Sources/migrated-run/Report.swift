import Glibc

/// Lines for the daemon, on standard error.
enum Report {
  static func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
