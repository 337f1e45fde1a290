import Glibc
import Subprocess
import SystemPackage

/// Runs a plan's commands: a process group of its own, a clean environment, a time limit, bounded output.
struct CommandRunner: Sendable {
  /// A folder for the output while a command runs.
  let workDirectory: String
  /// Output past this many bytes ends the command.
  var outputLimit = 64 << 20
  /// How much of the output's end is kept.
  var outputKept = 16 << 10
  /// What a program gets between TERM and KILL.
  static let grace: Duration = .seconds(10)
  /// Passed on from the daemon's own environment; nothing else is, least of all systemd's sockets.
  static let inherited = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "XDG_CACHE_HOME", "npm_config_cache"]

  private enum Race: Sendable {
    case ended(TerminationStatus)
    case notStarted(String)
    case timedOut, stopped, tooMuchOutput
  }

  /// - Parameter urgency: from which urgency on the stop signal ends it.
  func run(_ spec: CommandSpec, until stop: StopSignal, at urgency: StopSignal.Urgency) async -> CommandEnd {
    guard let program = spec.arguments.first else { return .notStarted("the command is empty") }
    // The output goes to a file, not a pipe: a server that the command leaves running would hold a pipe open for ever.
    var template = Array((workDirectory + "/command-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      return .notStarted("no file for its output in \(workDirectory): \(String(cString: strerror(errno)))")
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_APPEND)
    defer { close(descriptor) }
    let result = await race(program: program, spec: spec, output: descriptor) { stop.current >= urgency }
    let output = tail(of: descriptor)
    switch result {
    case .ended(.exited(let code)): return .exited(code: code, output: output)
    case .ended(.signaled(let signal)): return .signaled(signal: signal, output: output)
    case .notStarted(let why): return .notStarted(why)
    case .timedOut: return .timedOut(after: spec.timeout, output: output)
    case .stopped: return .stopped(output: output)
    case .tooMuchOutput: return .tooMuchOutput(bytes: outputLimit, output: output)
    }
  }

  /// The command against the clock, the stop signal and the size of its output; whoever comes first ends the others.
  private func race(
    program: String, spec: CommandSpec, output: Int32, isStopped: @escaping @Sendable () -> Bool
  ) async -> Race {
    return await withTaskGroup(of: Race?.self) { group in
      group.addTask { await start(program: program, spec: spec, output: output) }
      group.addTask { (try? await Task.sleep(for: spec.timeout)).map { Race.timedOut } }
      group.addTask {
        while !Task.isCancelled {
          if isStopped() { return .stopped }
          if size(of: output) > outputLimit { return .tooMuchOutput }
          try? await Task.sleep(for: .milliseconds(100))
        }
        return nil
      }
      var first: Race?
      while let next = await group.next() {
        guard let next else { continue }
        if first == nil {
          first = next
          group.cancelAll()
        }
      }
      return first ?? .stopped
    }
  }

  private func start(program: String, spec: CommandSpec, output: Int32) async -> Race? {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.grace)
    ]
    var environment: [Environment.Key: String] = [:]
    for name in Self.inherited {
      if let value = getenv(name) { environment[Environment.Key(stringLiteral: name)] = String(cString: value) }
    }
    for (name, value) in spec.environment { environment[Environment.Key(stringLiteral: name)] = value }
    let executable: Executable
    if program.hasPrefix("/") {
      executable = .path(FilePath(program))
    } else if program.contains("/") {
      executable = .path(FilePath(spec.directory).appending(program).lexicallyNormalized())
    } else {
      executable = .name(program)
    }
    let sink = FileDescriptorOutput.fileDescriptor(FileDescriptor(rawValue: output), closeAfterSpawningProcess: false)
    var group: pid_t?
    // Whoever ignored the request to end; a command that ended by itself may leave a server running.
    defer { if Task.isCancelled, let group { _ = killpg(group, SIGKILL) } }
    do {
      let ended = try await Subprocess.run(
        executable, arguments: Arguments(Array(spec.arguments.dropFirst())), environment: .custom(environment),
        workingDirectory: FilePath(spec.directory), platformOptions: options, input: .none, output: sink,
        error: .combinedWithOutput
      ) { execution in group = execution.processIdentifier.value }
      return .ended(ended.terminationStatus)
    } catch {
      return Task.isCancelled ? nil : .notStarted("\(program) could not be started: \(error)")
    }
  }

  private func size(of descriptor: Int32) -> Int {
    var info = stat()
    return fstat(descriptor, &info) == 0 ? Int(info.st_size) : 0
  }

  private func tail(of descriptor: Int32) -> String {
    let size = size(of: descriptor)
    let start = max(0, size - outputKept)
    var bytes = [UInt8](repeating: 0, count: size - start)
    let count = pread(descriptor, &bytes, bytes.count, off_t(start))
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    return start > 0 ? "… " + text : text
  }
}
