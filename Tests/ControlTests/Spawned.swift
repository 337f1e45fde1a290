import Glibc

/// A program under way, with what it writes. Killed when it is released.
final class Spawned {
  let pid: pid_t
  private let output: Int32
  private var isReaped = false
  private var unread: [UInt8] = []

  /// `name` is a path, or looked for in PATH.
  init(_ name: String, _ arguments: [String]) throws {
    var pipe: [Int32] = [0, 0]
    // A pair of sockets can be made closed-on-exec in one go, which Swift's Glibc does not offer for a pipe.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pipe) == 0 else {
      throw Errno(call: "socketpair", number: errno)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 2)
    // Whatever other tests have open now and did not mark.
    for descriptor in 3..<min(5000, sysconf(Int32(_SC_OPEN_MAX))) {
      posix_spawn_file_actions_addclose(&actions, Int32(descriptor))
    }
    var pid: pid_t = 0
    var pointers = ([name] + arguments).map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    let result = posix_spawnp(&pid, name, &actions, nil, &pointers, environ)
    close(pipe[1])
    guard result == 0 else {
      close(pipe[0])
      throw Errno(call: "start \(name)", number: result)
    }
    self.pid = pid
    self.output = pipe[0]
  }

  deinit {
    if !isReaped { stop() }
    close(output)
  }

  /// The next line it writes; nil at the end.
  func line() -> String? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread.removeFirst(end + 1) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      guard more() else { return nil }
    }
  }

  /// Everything that it still writes, and its exit status when it has ended; a signal counts as 128 and its number.
  func finish() -> (output: String, status: Int32) {
    while more() {}
    return (String(decoding: unread, as: UTF8.self), reap())
  }

  func stop() {
    kill(pid, SIGKILL)
    _ = reap()
  }

  private func more() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(output, &chunk, chunk.count)
    guard count > 0 else { return false }
    unread += chunk[..<count]
    return true
  }

  private func reap() -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    isReaped = true
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }

  /// A program that was built beside the tests.
  static func built(_ name: String) throws -> String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    guard count > 0 else { throw Errno(call: "readlink /proc/self/exe", number: errno) }
    let own = String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (own.lastIndex(of: "/").map { String(own[..<$0]) } ?? ".") + "/" + name
  }
}
