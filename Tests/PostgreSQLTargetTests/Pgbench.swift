import Glibc
import ThrowawayPostgreSQL

/// `pgbench` on a database, with four clients and 200 transactions a second.
struct Pgbench {
  private let process: pid_t
  private let prefix: String

  init(on database: Database, running script: String) throws {
    prefix = "/tmp/\(database.cluster.port)-\(database.name)-pgbench"
    let file = prefix + ".sql"
    guard let stream = fopen(file, "w") else { throw ClusterError("\(file) cannot be written: errno \(errno)") }
    fputs(script, stream)
    fclose(stream)
    let connections =
      "host=\(database.cluster.folder) port=\(database.cluster.port) dbname=\(database.name) user=\(Cluster.admin) "
      + "application_name=pgbench"
    let command = [
      database.cluster.binaries + "/pgbench", "--no-vacuum", "--client=4", "--jobs=1", "--rate=200", "--time=600",
      "--log", "--log-prefix=\(prefix)", "--file=\(file)", connections,
    ]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, prefix + ".errors", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var pid: pid_t = 0
    var pointers = command.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    let result = posix_spawn(&pid, command[0], &actions, nil, &pointers, environ)
    guard result == 0 else { throw ClusterError("\(command[0]) does not start: errno \(result)") }
    process = pid
  }
  /// For each transaction how many microseconds it took, without what it was late by. The log is written in blocks.
  func latencies() -> [Int] {
    text(ofFile: "\(prefix).\(process)").split(separator: "\n").dropLast().compactMap { line in
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      return numbers.count == 7 ? numbers[2] - numbers[6] : nil
    }
  }

  /// What it says of queries that failed.
  func errors() -> String { text(ofFile: prefix + ".errors") }

  /// Waits until so many more transactions are in the log.
  func wait(for more: Int) async throws {
    let goal = latencies().count + more
    while latencies().count < goal {
      guard isRunning else { throw ClusterError("pgbench ended: \(errors())") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// It is not waited for, so that its number stays its own until `stop`.
  private var isRunning: Bool {
    var end = siginfo_t()
    return waitid(P_PID, id_t(process), &end, WEXITED | WNOHANG | WNOWAIT) == 0 && end.si_signo == 0
  }

  func stop() {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
    for ending in [".sql", ".errors", ".\(process)"] { unlink(prefix + ending) }
  }
}
