import CLandlock
import Glibc

/// A program, ready to be started in a process group of its own.
public struct ConfinedProgram: Sendable, Hashable {
  /// The program, by path or by name in PATH, and its arguments.
  public var arguments: [String]
  public var folder: String
  /// Becomes its standard output and standard error.
  public var output: Int32
  /// nil for none.
  public var confinement: Confinement?

  public init(arguments: [String], folder: String, output: Int32, confinement: Confinement?) {
    self.arguments = arguments
    self.folder = folder
    self.output = output
    self.confinement = confinement
  }

  /// Starts it, with this process's environment and no other descriptor of this process. To be called where there is one
  /// thread only.
  /// - Returns: its process id, which is its group's too.
  public func start(_ support: LandlockSupport) throws(ProgramNotStarted) -> pid_t {
    guard let program = arguments.first else { throw ProgramNotStarted("the command is empty") }
    let rules: LandlockRuleset?
    do throws(ConfinementError) { rules = try confinement?.ruleset(support, output: output) } catch {
      throw ProgramNotStarted("\(program) was not started: \(error)")
    }
    var ends: [Int32] = [0, 0]
    guard make_pipe(&ends) == 0 else { throw ProgramNotStarted(program, "a pipe", errno) }
    defer { close(ends[0]) }
    let proof = confinement.map { "\($0.folder)/.confined-\(getpid())" }
    let child = spawn(program, rules: rules, proof: proof, failure: ends[1], support)
    let code = errno
    close(ends[1])
    guard child > 0 else { throw ProgramNotStarted(program, "a process", code) }
    if let failure = failure(from: ends[0]) {
      waitpid(child, nil, 0)
      throw ProgramNotStarted(program, failure)
    }
    return child
  }

  private func spawn(
    _ program: String, rules: LandlockRuleset?, proof: String?, failure: Int32, _ support: LandlockSupport
  ) -> pid_t {
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    let truncates =
      switch support {
      case .version(let version): version < 3
      case .absent, .denied: false
      }
    return withExtendedLifetime(rules) {
      pointers.withUnsafeMutableBufferPointer { pointers in
        program.withCString { program in
          folder.withCString { folder in
            withOptionalCString(proof) { proof in
              var what = program_start(
                program: program, arguments: pointers.baseAddress, folder: folder, output: output, failure: failure,
                ruleset: rules?.descriptor ?? -1, refuses_truncate: truncates ? 1 : 0, proof: proof)
              return start_program(&what)
            }
          }
        }
      }
    }
  }

  private func withOptionalCString<T>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> T) -> T {
    guard let text else { return body(nil) }
    return text.withCString { body($0) }
  }

  private func failure(from pipe: Int32) -> start_failure? {
    var failure = start_failure()
    var count = -1
    repeat { count = read(pipe, &failure, MemoryLayout<start_failure>.size) } while count < 0 && errno == EINTR
    return count == MemoryLayout<start_failure>.size ? failure : nil
  }
}
