import Glibc

/// Runs a plan's programs: confined, in a process group of their own, with a clean environment, a time limit and bounded
/// output. `migrated-run` is started in their place; it confines them, ends them when this process goes away, and tells
/// what became of them.
struct CommandRunner: Sendable {
  /// Absolute path of migrated-run.
  let launcher: String
  let places: WorkPlaces
  /// Output past this many bytes ends the program.
  var outputLimit = 64 << 20
  /// How much of the output's end is kept.
  var outputKept = 16 << 10
  /// What a program gets between TERM and KILL.
  static let grace: Duration = .seconds(10)
  /// Passed on from the daemon's own environment; nothing else is, least of all systemd's sockets.
  static let inherited = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "XDG_CACHE_HOME", "npm_config_cache"]

  private enum Race: Sendable {
    case ended(LaunchReport)
    case notStarted(String)
    case timedOut, stopped, tooMuchOutput
  }

  /// - Parameter urgency: from which urgency on the stop signal ends it.
  func run(_ spec: CommandSpec, until stop: StopSignal, at urgency: StopSignal.Urgency) async -> CommandEnd {
    // The output goes to a file, not a pipe: a server that the program leaves running would hold a pipe open for ever.
    var template = Array((places.work + "/command-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      return .notStarted("no file for its output in \(places.work): \(String(cString: strerror(errno)))")
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_APPEND)
    defer { close(descriptor) }
    let modes = StateModes(places)
    let result = await race(spec: spec, output: descriptor, modes: modes) { stop.current >= urgency }
    let output = tail(of: descriptor) + modes.words
    switch result {
    case .ended(.exited(let code)): return .exited(code: code, output: output)
    case .ended(.signaled(let signal)): return .signaled(signal: signal, output: output)
    case .ended(.lost): return .signaled(signal: SIGKILL, output: output)
    case .ended(.notStarted(let why)), .notStarted(let why): return .notStarted(why)
    case .timedOut: return .timedOut(after: spec.timeout, output: output)
    case .stopped: return .stopped(output: output)
    case .tooMuchOutput: return .tooMuchOutput(bytes: outputLimit, output: output)
    }
  }

  /// The program against the clock, the stop signal and the size of its output; whoever comes first ends the others.
  private func race(
    spec: CommandSpec, output: Int32, modes: StateModes, isStopped: @escaping @Sendable () -> Bool
  ) async -> Race {
    let launch = self.launch(spec, output: output)
    return await withTaskGroup(of: Race?.self) { group in
      group.addTask { await launch.run().map { .ended($0) } }
      group.addTask { (try? await Task.sleep(for: spec.timeout)).map { Race.timedOut } }
      group.addTask {
        while !Task.isCancelled {
          if isStopped() { return .stopped }
          if size(of: output) > outputLimit { return .tooMuchOutput }
          modes.restore()
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
      modes.restore()
      return first ?? .stopped
    }
  }

  private func launch(_ spec: CommandSpec, output: Int32) -> Launch {
    var environment = spec.environment
    for name in Self.inherited {
      if let value = getenv(name) { environment[name] = environment[name] ?? String(cString: value) }
    }
    environment["HOME"] = Self.home(own: getenv("HOME").map { String(cString: $0) }, places)
    return Launch(
      launcher: launcher,
      arguments: [
        "--closed", places.state, "--readable", spec.plan, "--writable", places.home, "--presence", places.presence,
        "--folder", spec.directory, "--grace", String(Self.grace.components.seconds), "--",
      ] + spec.arguments, environment: environment, output: output, grace: Self.grace)
  }

  /// The daemon's own where it has one that a program can use.
  static func home(own: String?, _ places: WorkPlaces) -> String {
    guard let own, own.hasPrefix("/"), own != places.state, !own.hasPrefix(places.state + "/") else {
      return places.home
    }
    return own
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
