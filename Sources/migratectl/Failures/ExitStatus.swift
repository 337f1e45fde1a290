/// How the command ends. Documented in the manual page and by `migratectl exit-codes`; the numbers never change.
enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  case failed = 1
  case usage = 2
  case notRunning = 3
  case unknown = 4
  case gatesUnmet = 5
  case refused = 6
  case notPermitted = 7
  case unreachable = 8
  case timedOut = 9
  case invalid = 10
  case journalUnavailable = 11
  /// As the shell has it for a process that SIGINT ended.
  case interrupted = 130

  /// For people, without a full stop.
  var meaning: String {
    switch self {
    case .done: "Done. For a command: accepted and on record. With --wait: carried out. For why: nothing is missing"
    case .failed:
      "Failed. With --wait: the rollout halted or went another way. For audit verify and status: the record was altered. "
        + "For health: a database is not ok"
    case .usage:
      "What was typed is wrong: an option, a name, an item, a time; or a confirmation is missing. Nothing was changed"
    case .notRunning: "status only: the daemon is not running"
    case .unknown: "status only: it cannot be told whether the daemon is running"
    case .gatesUnmet: "Refused by a gate: a condition for the phase does not hold. Nothing was started"
    case .refused:
      "Refused by the state of the rollout, or the name is taken, or the target is busy. Nothing was changed"
    case .notPermitted:
      "The caller lacks the role, registered the plan that is to be approved, or may not connect to the socket"
    case .unreachable: "The daemon cannot be reached, or is stopping"
    case .timedOut: "Waited in vain: for the end of a phase with --wait, or for an answer"
    case .invalid: "The plan or the configuration is invalid, or the plan is too large for the daemon. Nothing was kept"
    case .journalUnavailable: "The daemon cannot write its journal and takes no commands"
    case .interrupted: "Ctrl-C with --wait: no longer waited for; what was accepted goes on"
    }
  }
}
