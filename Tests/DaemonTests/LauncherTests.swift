import Foundation
import Glibc
import Testing

@testable import migrated

@Suite struct LauncherTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func program(at name: String) throws {
    let path = "\(folder.path)/\(name)"
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: path))
    chmod(path, 0o755)
  }

  @Test func `what is installed comes before what lies beside the daemon`() throws {
    let daemon = "\(folder.path)/sbin/migrated"
    try program(at: "sbin/migrated-run")
    #expect(try Launcher.find(besides: daemon) == "\(folder.path)/sbin/migrated-run")
    try program(at: "libexec/migrated/migrated-run")
    #expect(try Launcher.find(besides: daemon) == "\(folder.path)/sbin/../libexec/migrated/migrated-run")
  }

  @Test func `programs of an earlier daemon are waited for, for a while`() async throws {
    let path = "\(folder.path)/programs"
    let other = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(other) }
    try #require(flock(other, LOCK_SH) == 0)
    let error = await #expect(throws: StateLock.Taken.self) {
      try await EarlierPrograms(presence: path, patience: .milliseconds(150)).end {}
    }
    #expect(
      error?.description
        == "programs of plans still run that an earlier daemon started: `fuser \(path)` names the migrated-run of each; "
        + "end them, then start again")
    flock(other, LOCK_UN)
    try await EarlierPrograms(presence: path).end { Issue.record("there is nothing to wait for") }
  }
}
