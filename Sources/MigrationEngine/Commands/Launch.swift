import Glibc
import Subprocess
import SystemPackage

/// One run of migrated-run. It has a pipe as its standard input that closes when this process goes away, whatever it
/// dies of, its program's output as standard output, and tells on standard error what became of the program.
struct Launch: Sendable {
  var launcher: String
  var arguments: [String]
  var environment: [String: String]
  var output: Int32
  var grace: Duration

  /// nil where the task was cancelled; the program and its group are gone then.
  func run() async -> LaunchReport? {
    guard let lifeline = LaunchPipe(), let told = LaunchPipe() else {
      return .notStarted("no pipe for migrated-run: \(String(cString: strerror(errno)))")
    }
    var options = PlatformOptions()
    options.processGroupID = 0
    // It hands TERM on to its program's group, and KILL when the grace is over.
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: grace + .seconds(5))]
    var variables: [Environment.Key: String] = [:]
    for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
    let sink = FileDescriptorOutput.fileDescriptor(FileDescriptor(rawValue: output), closeAfterSpawningProcess: false)
    do {
      _ = try await Subprocess.run(
        .path(FilePath(launcher)), arguments: Arguments(arguments), environment: .custom(variables),
        workingDirectory: FilePath("/"), platformOptions: options,
        input: .fileDescriptor(FileDescriptor(rawValue: lifeline.reading), closeAfterSpawningProcess: false),
        output: sink,
        error: FileDescriptorOutput.fileDescriptor(
          FileDescriptor(rawValue: told.writing), closeAfterSpawningProcess: false))
    } catch {
      if !Task.isCancelled { return .notStarted("\(launcher) could not be started: \(error)") }
    }
    withExtendedLifetime(lifeline) {}
    let text = told.text()
    let report = LaunchReport(text)
    // Whoever ended migrated-run left its program alone.
    if report == .lost, let group = LaunchReport.group(in: text) { killpg(group, SIGKILL) }
    return Task.isCancelled ? nil : report
  }
}
