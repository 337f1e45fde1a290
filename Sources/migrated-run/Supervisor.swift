import CLandlock
import Glibc
import MigrationConfinement

/// Starts the program, waits for its end, and ends its group when the daemon goes away or says so by SIGTERM: TERM
/// first, KILL when the grace is over.
struct Supervisor {
  let request: Request
  private let signals: Int32
  private var child: pid_t = 0
  private var lifeline: Int32 = STDIN_FILENO
  /// When it will be killed, in milliseconds of CLOCK_MONOTONIC; nil while it may run.
  private var deadline: Int64?

  init(request: Request) throws(RunFailure) {
    self.request = request
    signal(SIGPIPE, SIG_IGN)
    var watched = sigset_t()
    sigemptyset(&watched)
    for number in [SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT] { sigaddset(&watched, number) }
    sigprocmask(SIG_BLOCK, &watched, nil)
    signals = read_signals(&watched)
    guard signals >= 0 else { throw RunFailure(system: "signals cannot be read") }
  }

  func run() throws(RunFailure) -> ProgramEnd {
    var running = self
    return try running.supervise()
  }

  private mutating func supervise() throws(RunFailure) -> ProgramEnd {
    let program = ConfinedProgram(
      arguments: request.arguments, folder: request.folder, output: STDOUT_FILENO, confinement: request.confinement)
    do throws(ProgramNotStarted) { child = try program.start(.current) } catch {
      throw RunFailure(error.description)
    }
    Report.tell("started \(child)")
    while true {
      if let end = endIfOver() { return end }
      wait()
    }
  }

  private mutating func wait() {
    var watched = [
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0), pollfd(fd: lifeline, events: 0, revents: 0),
    ]
    let left = deadline.map { max(0, $0 - Self.now()) } ?? -1
    guard poll(&watched, 2, Int32(clamping: left)) >= 0 else { return }
    if watched[1].revents != 0 {
      lifeline = -1
      end()
    }
    var told = signalfd_siginfo()
    while read(signals, &told, MemoryLayout<signalfd_siginfo>.size) > 0 {
      if told.ssi_signo != UInt32(SIGCHLD) { end() }
    }
    if let deadline, Self.now() >= deadline {
      killpg(child, SIGKILL)
      self.deadline = Self.now() + 1_000
    }
  }

  private mutating func end() {
    guard deadline == nil else { return }
    deadline = Self.now() + Int64(request.grace) * 1_000
    killpg(child, SIGTERM)
    killpg(child, SIGCONT)
  }

  /// What the program leaves running is its own affair where it ended by itself; where it was ended, it goes too.
  private func endIfOver() -> ProgramEnd? {
    var info = siginfo_t()
    guard waitid(P_PID, id_t(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD else {
      return nil
    }
    // Before it is waited for: until then nobody else can have its number.
    if deadline != nil { killpg(child, SIGKILL) }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    let number = status & 0x7f
    let end: ProgramEnd = number == 0 ? .exited((status >> 8) & 0xff) : .signaled(number)
    Report.tell(end.words)
    return end
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
