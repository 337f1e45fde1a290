import Foundation
import Testing

@testable import MigrationEngine

@Suite("What became of a program")
struct CommandRunnerTests {
  @Test("is told as it ended", arguments: [0, 1, 7, 125, 126, 127, 128, 137, 255])
  func statuses(_ status: Int32) async throws {
    let end = try await Yard().confined("echo said; exit \(status)")
    #expect(end == .exited(code: status, output: "said\n"))
  }

  @Test("is told where a signal ended it", arguments: [1, 2, 6, 9, 11, 13, 15])
  func signals(_ signal: Int32) async throws {
    let end = try await Yard().confined("echo said; kill -\(signal) $$")
    #expect(end == .signaled(signal: signal, output: "said\n"))
  }

  @Test("is nothing where it could not be started")
  func notStarted() async throws {
    let yard = try Yard()
    let absent = await yard.runner.run(yard.spec(["/no/such/program"]), until: StopSignal(), at: .abandon)
    #expect(absent == .notStarted("/no/such/program could not be started: No such file or directory"))
    let unnamed = await yard.runner.run(yard.spec(["no-such-program"]), until: StopSignal(), at: .abandon)
    #expect(unnamed == .notStarted("no-such-program could not be started: No such file or directory"))
    var elsewhere = yard.spec(["/bin/true"])
    elsewhere.directory = "/no/such/folder"
    let nowhere = await yard.runner.run(elsewhere, until: StopSignal(), at: .abandon)
    #expect(nowhere == .notStarted("/bin/true was not started: its folder: No such file or directory"))
    let without = CommandRunner(launcher: yard.folder + "/migrated-run", places: yard.places)
    guard case .notStarted(let why) = await without.run(yard.spec(["/bin/true"]), until: StopSignal(), at: .abandon)
    else {
      Issue.record("it was started")
      return
    }
    #expect(why.hasPrefix("\(yard.folder)/migrated-run could not be started: "))
  }

  @Test("is not known where migrated-run was killed, and its group goes too", .timeLimit(.minutes(1)))
  func lost() async throws {
    let yard = try Yard()
    let runner = yard.runner
    let spec = yard.spec(["/bin/sh", "-c", "echo $$ > \"$BESIDE/pid\"; sleep 300 & wait"], timeout: .seconds(60))
    async let end = runner.run(spec, until: StopSignal(), at: .abandon)
    let pid = try await yard.number(in: "beside/pid")
    let parent = try #require(Yard.status(of: pid, "PPid"))
    kill(pid_t(parent), SIGKILL)
    #expect(await end == .signaled(signal: SIGKILL, output: ""))
    try await yard.until { kill(-pid_t(pid), 0) == -1 }
  }

  @Test("is its end where the daemon goes away, whatever it does about TERM", .timeLimit(.minutes(1)))
  func daemonDies() async throws {
    let yard = try Yard()
    let program = """
      trap "" TERM; echo $$ > "$BESIDE/pid"; (trap "" TERM; sleep 300) & while :; do sleep 1; done
      """
    // Who keeps the other end of its standard input open is killed, as a daemon may be.
    try yard.free(
      """
      mkfifo "$BESIDE/line"
      sleep 300 > "$BESIDE/line" & line=$!
      \(Shop.launcher) --closed "$STATE" --readable "$PLAN" --writable "$STATE/home" \
        --presence "$STATE/run/programs" --folder / --grace 1 -- /bin/sh -c \(yard.quoted(program)) < "$BESIDE/line" &
      while ! test -s "$BESIDE/pid"; do sleep 0.05; done
      kill -KILL $line
      wait
      """)
    let pid = try await yard.number(in: "beside/pid")
    try await yard.until { kill(-pid_t(pid), 0) == -1 }
  }
}
