import Glibc
import MigrationControl

/// A daemon of its own, with a journal that was made before it started.
final class DaemonUnderTest {
  let socket: String
  private let process: ChildProcess

  init(_ name: String, _ journal: SampleJournal, in place: Workplace) throws {
    let program = try place.program("migrated")
    let folder = try place.subfolder(name)
    socket = "\(folder)/control.sock"
    let state = "\(folder)/state"
    guard mkdir(state, 0o700) == 0 else { throw BenchError("\(state): \(String(cString: strerror(errno)))") }
    try journal.make(at: "\(state)/journal.sqlite")
    let configuration = """
      socket: { path: "\(socket)", mode: "0600" }
      state: "\(state)"
      roles:
        operator: { users: ["\(getuid())"] }
        admin: { users: ["\(getuid())"] }
      environments:
        - name: production
      targets:
        - name: \(SampleJournal.target)
          environment: production
          groups: [shop]
          sqlite: { path: "\(folder)/shop.sqlite" }

      """
    try Self.write(configuration, to: "\(folder)/migrated.yaml")
    process = try ChildProcess(program, ["--config", "\(folder)/migrated.yaml"], errors: "\(folder)/log")
    let began = ContinuousClock.now
    while (try? VarlinkClient(path: socket)) == nil {
      guard !process.hasEnded, ContinuousClock.now - began < .seconds(30) else {
        throw BenchError("the daemon did not start; its log is \(folder)/log: \(Self.read("\(folder)/log"))")
      }
      usleep(5_000)
    }
  }

  func client() throws -> VarlinkClient { try VarlinkClient(path: socket) }

  func stop() { process.stop() }

  /// Memory in MiB by a line of /proc/PID/status: VmRSS is all that is resident, RssAnon what is its own.
  func memory(_ key: String) throws -> Double {
    for line in Self.read("/proc/\(process.pid)/status").split(separator: "\n") where line.hasPrefix("\(key):") {
      if let word = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first, let size = Double(word) {
        return size / 1_024
      }
    }
    throw BenchError("/proc/\(process.pid)/status does not tell \(key)")
  }

  private static func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w"), fputs(text, file) >= 0, fclose(file) == 0 else {
      throw BenchError("\(path): \(String(cString: strerror(errno)))")
    }
  }

  private static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
