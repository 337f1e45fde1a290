import Foundation
import MigrationControl
import MigrationSQLite
import RepositoryFiles
import Testing

/// The programs of plans, and the daemon that starts them.
@Suite(.serialized) struct ProgramTests {
  private let open = "{ minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }"

  private func daemon(_ folder: TestFolder) throws -> RunningDaemon {
    try SQLiteConnection(path: folder.file("db.sqlite"), mode: .create).run("CREATE TABLE t (id INTEGER PRIMARY KEY)")
    return try RunningDaemon(folder: folder, policies: [("only", open)], targets: [("db", "only")])
  }

  private func plan(_ deploy: String) -> [Wire.PlanFile] {
    [
      .init(
        path: "migration.yaml",
        content: """
          name: deploys
          description: it runs a program
          owner: team
          targets: shop
          schemaVersion: 1
          expand: { sql: expand.sql, rollback: rollback.sql }
          switch: { deploy: { command: [./deploy.sh] }, rollback: { command: [./deploy.sh] } }

          """),
      .init(path: "expand.sql", content: "ALTER TABLE t ADD COLUMN a TEXT;\n"),
      .init(path: "rollback.sql", content: "ALTER TABLE t DROP COLUMN a;\n"),
      .init(path: "deploy.sh", content: "#!/bin/sh\n\(deploy)\n"),
    ]
  }

  private func deploy(_ daemon: RunningDaemon, _ script: String) throws {
    _ = try daemon.call(Call.Register.self, .init(files: plan(script)))
    try daemon.carryOut(.expand, of: "deploys", on: "db")
    try daemon.carryOut(.backfill, of: "deploys", on: "db")
    _ = try daemon.call(Call.Advance.self, .init(migration: "deploys", target: "db", phase: .switch))
  }

  @Test(.timeLimit(.minutes(2))) func `a program does not outlive a daemon that is killed, and the next one says so`()
    throws
  {
    let folder = try TestFolder()
    let daemon = try daemon(folder)
    try daemon.start()
    try deploy(daemon, "echo $$ > \"$HOME/pid\"\nsleep 600 &\nwait")
    let group = try wait(for: { pid_t(folder.text("home/pid").trimmingCharacters(in: .newlines)) })
    #expect(kill(-group, 0) == 0)
    daemon.kill()
    _ = try wait(for: { kill(-group, 0) == -1 ? true : nil })
    try daemon.start()
    #expect(try daemon.rollout("deploys", "db").state.text == "halted(switch, outcomeUnknown)")
    #expect(daemon.stop() == 0)
  }

  @Test(.timeLimit(.minutes(2))) func `a daemon waits for programs of the one before, which have their grace`() throws {
    let folder = try TestFolder()
    let daemon = try daemon(folder)
    try daemon.start()
    try deploy(daemon, "trap 'sleep 2; exit 0' TERM\necho $$ > \"$HOME/pid\"\nwhile :; do sleep 0.1; done")
    let group = try wait(for: { pid_t(folder.text("home/pid").trimmingCharacters(in: .newlines)) })
    daemon.kill()
    try daemon.start()
    #expect(kill(-group, 0) == -1)
    #expect(daemon.log.contains("a program that an earlier daemon started is still being ended; waiting for it"))
    #expect(daemon.stop() == 0)
  }

  @Test func `without migrated-run the daemon does not start, and says what is missing`() throws {
    let folder = try TestFolder()
    _ = try daemon(folder)
    let copy = folder.file("migrated")
    try FileManager.default.copyItem(atPath: try BuiltProducts.path(of: "migrated"), toPath: copy)
    let ran = try Ran(copy, ["--config", folder.file("migrated.yaml")])
    #expect(ran.status == 72)
    #expect(
      ran.errors.contains(
        "migrated-run, which starts the programs of plans, is neither at "
          + "\(folder.path)/../libexec/migrated/migrated-run nor at \(folder.path)/migrated-run: install it together "
          + "with migrated"), "\(ran)")
  }

  private func wait<T>(for look: () -> T?) throws -> T {
    for _ in 0..<3_000 {
      if let found = look() { return found }
      usleep(10_000)
    }
    throw BinaryTestError("it did not come to be")
  }
}

extension TestFolder {
  fileprivate func text(_ name: String) -> String { (try? String(contentsOfFile: file(name), encoding: .utf8)) ?? "" }
}
