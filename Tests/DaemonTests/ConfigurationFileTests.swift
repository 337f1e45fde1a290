import Glibc
import Testing

@testable import migrated

@Suite struct ConfigurationFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func complaint(_ path: String) -> String? {
    do throws(ConfigurationError) { _ = try Configuration.load(path: path) } catch { return error.description }
    return nil
  }

  @Test func `a file is read from where it is`() throws {
    let path = try folder.write("state: /srv/other\n", to: "migrated.yaml")
    let configuration = try Configuration.load(path: path)
    #expect(configuration.path == path)
    #expect(configuration.state.path == "/srv/other")
  }

  @Test func `no file is an error that says what to do`() {
    #expect(
      complaint("\(folder.path)/none.yaml")
        == "\(folder.path)/none.yaml: error: cannot be read: No such file or directory [unreadable]\n"
        + "  hint: write one (migrated.yaml(5) says how; an empty file will do), or name another with --config")
  }

  @Test func `a file that everybody may write is refused`() throws {
    let path = try folder.write("", to: "migrated.yaml", mode: 0o666)
    #expect(
      complaint(path)
        == "\(path): error: everybody on this host may write it, and it says who is an admin [unreadable]\n"
        + "  hint: chmod o-w \(path)")
    try folder.write("", to: "migrated.yaml", mode: 0o664)
    #expect(complaint(path) == nil)
  }

  @Test func `a folder is refused`() {
    #expect(complaint(folder.path)?.contains("is not a file") == true)
  }

  @Test(.timeLimit(.minutes(1))) func `a pipe that nobody writes to is refused and not waited for`() {
    let path = "\(folder.path)/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(complaint(path)?.contains("is not a file") == true)
  }

  @Test func `a file that is too large is refused`() throws {
    let path = try folder.write(String(repeating: "#", count: ConfigurationBounds.file + 1), to: "large.yaml")
    #expect(complaint(path) == "\(path): error: is larger than 1MiB [unreadable]")
  }

  @Test func `bytes that are no UTF-8 are told with their line`() throws {
    let path = "\(folder.path)/latin.yaml"
    let bytes: [UInt8] = Array("# one\n# caf".utf8) + [0xE9, 0x0A]
    let file = try #require(fopen(path, "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    #expect(
      complaint(path) == "\(path): error: line 2 has bytes that are not UTF-8 [unreadable]\n  hint: save it as UTF-8")
  }
}
