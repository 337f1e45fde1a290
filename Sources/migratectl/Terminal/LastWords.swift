import Glibc
import Synchronization

/// What is written to standard error when a signal ends the process, and the exit status then.
enum LastWords {
  private static let interrupted = Atomic<UInt>(0)
  private static let interruptedStatus = Atomic<Int32>(130)
  private static let expired = Atomic<UInt>(0)

  /// On Ctrl-C.
  static func onInterrupt(_ text: String, status: Int32) {
    interrupted.store(kept(text), ordering: .sequentiallyConsistent)
    interruptedStatus.store(status, ordering: .sequentiallyConsistent)
    signal(SIGINT) { _ in
      LastWords.end(LastWords.interrupted, LastWords.interruptedStatus.load(ordering: .sequentiallyConsistent))
    }
    unblock(SIGINT)
  }

  /// After the span, wherever the process is then.
  static func after(_ span: Duration, _ text: String) {
    expired.store(kept(text), ordering: .sequentiallyConsistent)
    signal(SIGALRM) { _ in LastWords.end(LastWords.expired, ExitStatus.timedOut.rawValue) }
    let (seconds, attoseconds) = span.components
    var timer = itimerval()
    timer.it_value = timeval(tv_sec: Int(seconds), tv_usec: max(1, Int(attoseconds / 1_000_000_000_000)))
    unblock(SIGALRM)
    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
  }

  /// A parent may have left the signal blocked.
  private static func unblock(_ number: Int32) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    sigprocmask(SIG_UNBLOCK, &signals, nil)
  }

  /// A copy that lives as long as the process: a signal handler must not allocate.
  private static func kept(_ text: String) -> UInt { strdup(text).map { UInt(bitPattern: $0) } ?? 0 }

  private static func end(_ words: borrowing Atomic<UInt>, _ status: Int32) {
    if let text = UnsafePointer<CChar>(bitPattern: words.load(ordering: .sequentiallyConsistent)) {
      _ = write(STDERR_FILENO, text, strlen(text))
    }
    _exit(status)
  }
}
