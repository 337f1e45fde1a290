import Foundation
import MigrationConfinement
import MigrationSQLite
import Testing

@testable import MigrationEngine

@Suite("A program of a plan")
struct ConfinedTests {
  static let isPossible =
    switch LandlockSupport.current {
    case .version(let version): version >= 6
    case .absent, .denied: false
    }

  @Test(
    "that attacks gets nowhere, and would without the confinement",
    .enabled(if: isPossible, "this kernel has no Landlock that can do all of it"), arguments: Attack.all)
  func attack(_ attack: Attack) async throws {
    let free = try Yard()
    try free.free(attack.script)
    #expect(attack.succeeded(free), "it does not even work where nothing is in its way")
    let yard = try Yard()
    let end = await yard.confined(attack.script)
    #expect(!attack.succeeded(yard))
    #expect(yard.approval == "nobody")
    #expect(!yard.bystanderIsGone)
    guard case .exited = end else {
      Issue.record("it was not run: \(end)")
      return
    }
  }

  @Test("does all else as ever", .timeLimit(.minutes(1)))
  func asEver() async throws {
    let yard = try Yard()
    let end = await yard.confined(
      """
      set -e
      sh ./p.sh
      echo mine > "$STATE/home/file" && mkdir "$STATE/home/folder" && mv "$STATE/home/file" "$STATE/home/folder/" && rm -r "$STATE/home/folder"
      echo x > "$BESIDE/a" && ln "$BESIDE/a" "$BESIDE/b" && mkdir "$BESIDE/d" && mv "$BESIDE/b" "$BESIDE/d/c"
      sqlite3 "$BESIDE/db" "PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)"
      ls / > /dev/null && ls "$STATE" > /dev/null && pwd > /dev/null
      sleep 60 & kill $! && wait $! || true
      echo out > /dev/stderr
      """)
    #expect(end == .exited(code: 0, output: "out\n"))
    #expect(yard.file("beside/d/c"))
  }

  @Test("has a home of its own where the daemon's lies in the state folder")
  func home() throws {
    let places = Shop.places(in: "/var/lib/migrated")
    #expect(CommandRunner.home(own: "/var/lib/migrated", places) == "/var/lib/migrated/home")
    #expect(CommandRunner.home(own: "/var/lib/migrated/x", places) == "/var/lib/migrated/home")
    #expect(CommandRunner.home(own: nil, places) == "/var/lib/migrated/home")
    #expect(CommandRunner.home(own: "/var/lib/migrated2", places) == "/var/lib/migrated2")
    #expect(CommandRunner.home(own: "/root", places) == "/root")
  }

  @Test("has an environment of its own, without a word of the control socket")
  func environment() async throws {
    let yard = try Yard()
    let end = await yard.confined("env | cut -d= -f1 | sort | tr '\\n' ' '")
    guard case .exited(0, let output) = end else {
      Issue.record("\(end)")
      return
    }
    // The last one is there while coverage is measured.
    let usual = ["HOME", "PWD", "OLDPWD", "SHLVL", "_", "__LLVM_PROFILE_RT_INIT_ONCE"]
    let known = Set(CommandRunner.inherited + usual + yard.variables.keys)
    #expect(Set(output.split(separator: " ").map(String.init)).subtracting(known) == [])
    #expect(!CommandRunner.inherited.contains("MIGRATED_SOCKET"))
  }

  @Test("is not started where the journal has a second name, by which it could be written")
  func secondName() async throws {
    let yard = try Yard()
    try FileManager.default.linkItem(atPath: yard.journal, toPath: yard.beside + "/j")
    let end = await yard.confined("echo never > \"$BESIDE/never\"")
    #expect(
      end
        == .notStarted(
          "/bin/sh was not started: \(yard.journal) has 2 names (hard links), and a program could write it by another "
            + "one: find them with find / -xdev -samefile \(yard.journal), and remove those that are not the daemon's"))
    #expect(!yard.file("beside/never"))
  }

  @Test(
    "does not get in by another name of the state folder, or of one above it", .timeLimit(.minutes(1)),
    .enabled(if: isPossible && getuid() == 0, "only root can mount"), arguments: ["$STATE", "$STATE/.."])
  func mounts(_ place: String) async throws {
    let attack = """
      for journal in "$BESIDE/m/journal.sqlite" "$BESIDE/m/state/journal.sqlite"; do
        test -e $journal && sqlite3 $journal "UPDATE approval SET who = \\$EVERYBODY"
      done
      echo tried > "$BESIDE/other/tried"
      """.replacing("\\$EVERYBODY", with: "(SELECT char(101))")
    let mount = "mkdir \"$BESIDE/m\" \"$BESIDE/other\" && mount --bind \"\(place)\" \"$BESIDE/m\" && exec"
    let run = "/bin/sh -c '\(attack)'"
    let launch = """
      \(Shop.launcher) --closed "$STATE" --readable "$PLAN" --writable "$STATE/home" \
        --presence "$STATE/run/programs" --folder / --grace 1 -- \(run) < /dev/null
      """
    let free = try Yard()
    try free.free("unshare -m /bin/sh -c \(free.quoted("\(mount) \(run)"))")
    #expect(free.approval == "e", "it does not even work where nothing is in its way")
    let yard = try Yard()
    try yard.free("unshare -m /bin/sh -c \(yard.quoted("\(mount) \(launch)"))")
    #expect(yard.file("beside/other/tried"))
    #expect(yard.approval == "nobody")
  }

  @Test("that opens the state folder for others is found out, and it is closed again", .timeLimit(.minutes(1)))
  func modes() async throws {
    let yard = try Yard()
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: yard.state)
    let end = await yard.confined("chmod 777 \"$STATE\" \"$JOURNAL\"; echo done")
    let words = "(migrated: it changed who may use \(yard.state), \(yard.journal); that was set back)"
    #expect(end == .exited(code: 0, output: "done\n\n\(words)\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: yard.state)[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }
}
