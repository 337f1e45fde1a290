import Glibc
import Testing
import ThrowawayPostgreSQL

/// That no server outlives the tests that started it.
@Suite struct ClusterTests {
  private func isGone(_ folder: String) async throws -> Bool {
    for _ in 0..<1_000 where Files.exist(folder) { try await Task.sleep(for: .milliseconds(20)) }
    return !Files.exist(folder)
  }

  @Test func `a server ends, and its folder goes, when its process is killed`() async throws {
    let note = try Cluster.shared().folder + "/killed"
    await #expect(processExitsWith: .signal(SIGKILL)) { [note = note as String] in
      let cluster = try Cluster.another()
      try Files.write(cluster.folder + "\n" + text(ofFile: cluster.folder + "/data/postmaster.pid"), to: note)
      kill(getpid(), SIGKILL)
    }
    let lines = text(ofFile: note).split(separator: "\n")
    let folder = try #require(lines.first.map(String.init))
    let server = try #require(lines.dropFirst().first.flatMap { pid_t($0) })
    #expect(try await isGone(folder))
    #expect(kill(server, 0) == -1 && errno == ESRCH)
  }

  @Test func `a database and its owner go when the test is over`() async throws {
    let name = try await Database.with { database in database.name }
    let count = try await Database.with { database in
      try database.value(
        "SELECT (SELECT count(*) FROM pg_database WHERE datname = '\(name)') "
          + "+ (SELECT count(*) FROM pg_roles WHERE rolname = '\(name)')")
    }
    #expect(count == "0")
  }
}
