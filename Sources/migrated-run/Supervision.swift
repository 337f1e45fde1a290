import CLandlock
import Glibc

/// Runs the command in this process's own group until it ends, or until the daemon has gone: then the whole group is
/// asked to end, and made to after a while.
struct Supervision {
  /// The daemon's end of this socket closes when the daemon goes away, however it goes.
  static let daemon: Int32 = STDIN_FILENO
  /// How long the group may take to end by itself.
  static let grace = Duration.seconds(10)

  private let signals: Int32

  /// From here on signals are read, not suffered: a request to end is for the command, which this process outlives.
  init() throws(RunFailure) {
    var set = Self.watched
    guard sigprocmask(SIG_BLOCK, &set, nil) == 0 else { throw RunFailure(system: "signals cannot be blocked") }
    signals = read_signals(&set)
    guard signals >= 0 else { throw RunFailure(system: "signals cannot be read") }
  }

  private static var watched: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT] { sigaddset(&set, signal) }
    return set
  }

  func start(_ command: [String]) throws(RunFailure) -> pid_t {
    var attributes = posix_spawnattr_t()
    var actions = posix_spawn_file_actions_t()
    posix_spawnattr_init(&attributes)
    posix_spawn_file_actions_init(&actions)
    defer {
      posix_spawnattr_destroy(&attributes)
      posix_spawn_file_actions_destroy(&actions)
    }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let failure = posix_spawnp(&child, command[0], &actions, &attributes, &arguments, environ)
    guard failure == 0 else {
      errno = failure
      throw RunFailure(system: "\(command[0]) could not be started")
    }
    return child
  }

  /// Returns as the command ended; does not return where it, or this process, was ended by a signal.
  func end(of child: pid_t) -> Int32 {
    var watched = [
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
      pollfd(fd: Self.daemon, events: Int16(POLLIN), revents: 0),
    ]
    // Set once the daemon has gone.
    var deadline: ContinuousClock.Instant?
    while true {
      var status: Int32 = 0
      if waitpid(child, &status, WNOHANG) == child { return Self.passOn(status) }
      if let deadline {
        let left = deadline - .now
        if left <= .zero { kill(0, SIGKILL) }
        poll(&watched, 1, Int32(left / .milliseconds(1)) + 1)
      } else {
        poll(&watched, 2, -1)
      }
      var buffer = [UInt8](repeating: 0, count: 1024)
      if watched[0].revents != 0 { _ = read(signals, &buffer, buffer.count) }
      if deadline == nil, watched[1].revents != 0, read(Self.daemon, &buffer, buffer.count) <= 0 {
        deadline = .now + Self.grace
        kill(0, SIGTERM)
      }
    }
  }

  /// The command's own way to end is this process's.
  private static func passOn(_ status: Int32) -> Int32 {
    let signal = status & 0x7f
    guard signal != 0 else { return (status >> 8) & 0xff }
    Glibc.signal(signal, SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    raise(signal)
    sigprocmask(SIG_UNBLOCK, &set, nil)
    return 128 + signal
  }
}
