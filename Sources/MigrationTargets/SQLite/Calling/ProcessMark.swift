import Glibc

/// A process, so that others can tell whether it is still there: the machine, its boot, the pid namespace, the pid and
/// when it was started, in the kernel's ticks.
struct ProcessMark: Sendable, Hashable {
  var machine: String
  var boot: String
  var namespace: String
  var pid: Int32
  var start: String

  /// nil where `/proc` does not say.
  static let own: ProcessMark? = {
    guard let boot = line(of: "/proc/sys/kernel/random/boot_id"), let namespace = link("/proc/self/ns/pid"),
      let start = startTime(of: getpid())
    else { return nil }
    return ProcessMark(
      machine: line(of: "/etc/machine-id") ?? "", boot: boot, namespace: namespace, pid: getpid(), start: start)
  }()

  var text: String { [machine, boot, namespace, String(pid), start].joined(separator: " ") }

  init(machine: String, boot: String, namespace: String, pid: Int32, start: String) {
    self.machine = machine
    self.boot = boot
    self.namespace = namespace
    self.pid = pid
    self.start = start
  }

  init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, let pid = Int32(parts[3]), pid > 0 else { return nil }
    self.init(machine: parts[0], boot: parts[1], namespace: parts[2], pid: pid, start: parts[4])
  }

  /// nil where that cannot be told from here.
  func isAlive(asSeenBy own: ProcessMark?) -> Bool? {
    guard let own else { return nil }
    guard boot == own.boot else { return !machine.isEmpty && machine == own.machine ? false : nil }
    guard namespace == own.namespace else { return nil }
    // EPERM: it is there, and somebody else's.
    guard kill(pid, 0) == 0 || errno == EPERM else { return false }
    return Self.startTime(of: pid).map { $0 == start } ?? true
  }

  /// The 22nd field; the second is the program's name in parentheses, in which anything may stand
  /// (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
  private static func startTime(of pid: Int32) -> String? {
    guard let stat = line(of: "/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    return fields.count > 19 ? String(fields[19]) : nil
  }

  private static func line(of path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 4_096)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    let bytes = buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func link(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 256)
    let count = readlink(path, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }
}
