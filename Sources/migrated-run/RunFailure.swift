import Glibc

/// Why the command was not started: nothing of it happened.
struct RunFailure: Error {
  var message: String

  init(_ message: String) { self.message = message }

  /// What a system call that just failed was to do.
  init(system what: String) { message = "\(what): \(String(cString: strerror(errno)))" }
}
