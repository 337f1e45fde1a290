import Glibc

/// A process that this one started.
final class ChildProcess {
  let pid: pid_t
  private var isEnded = false

  /// Without input; its output goes nowhere, its complaints to `errors` (a file), or nowhere.
  init(_ program: String, _ arguments: [String], environment: [String: String] = [:], errors: String = "/dev/null")
    throws
  {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    var settings: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") }
    settings.append(nil)
    defer { for word in words + settings { free(word) } }
    var pid = pid_t()
    let status = posix_spawn(&pid, program, &actions, nil, words, settings)
    guard status == 0 else { throw BenchError("\(program): \(String(cString: strerror(status)))") }
    self.pid = pid
  }

  deinit { stop() }

  /// Waits for its end; the exit status, or 128 and the signal.
  @discardableResult
  func wait() -> Int32 {
    guard !isEnded else { return 0 }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    isEnded = true
    return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
  }

  var hasEnded: Bool {
    if isEnded { return true }
    var status: Int32 = 0
    isEnded = waitpid(pid, &status, WNOHANG) == pid
    return isEnded
  }

  func stop() {
    guard !hasEnded else { return }
    kill(pid, SIGTERM)
    wait()
  }
}
