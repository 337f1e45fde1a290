import Glibc

/// A folder on this machine that plan files are read from. Never reads anything outside of it.
struct PlanFolder: Sendable {
  /// Absolute, without links.
  private let root: String

  init(_ path: String) throws(PlanError) {
    guard let real = realpath(path, nil) else { throw .unreadable(folder: path, reason: Self.reason(errno)) }
    defer { free(real) }
    root = String(cString: real)
    var status = stat()
    guard stat(root, &status) == 0 else { throw .unreadable(folder: path, reason: Self.reason(errno)) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .unreadable(folder: path, reason: "is not a folder; a plan is a folder with a \(Plan.fileName) in it")
    }
  }

  /// Reads a file of at most `bound` bytes. `path` is relative and has no `..` in it; links in it are followed, and
  /// where they lead is looked at after opening, so nothing can be exchanged in between.
  func look(for path: String, atMost bound: Int) -> PlanFileLookup {
    let descriptor = open("\(root)/\(path)", O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      let reason = errno
      return reason == ENOENT || reason == ENOTDIR
        ? .missing(others: others(than: path)) : .unreadable(Self.reason(reason))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return .unreadable(Self.reason(errno)) }
    guard let opened = Self.path(of: descriptor), opened.hasPrefix(root == "/" ? "/" : root + "/") else {
      return .outside
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return .notAFile }
    return read(descriptor, atMost: bound)
  }

  private func read(_ descriptor: Int32, atMost bound: Int) -> PlanFileLookup {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return .bytes(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .unreadable(Self.reason(errno))
      }
      bytes.append(contentsOf: buffer[..<count])
      if bytes.count > bound { return .tooLarge }
    }
  }

  /// Names beside the one that is not there, for a hint.
  private func others(than path: String) -> [String] {
    names(in: path.split(separator: "/").dropLast().joined(separator: "/"))
  }

  /// What lies in it, by name, at most a thousand.
  var names: [String] { names(in: "").sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  private func names(in folder: String) -> [String] {
    guard let stream = opendir(folder.isEmpty ? root : "\(root)/\(folder)") else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < 1_000, let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(folder.isEmpty ? name : "\(folder)/\(name)") }
    }
    return names.sorted()
  }

  private static func path(of descriptor: Int32) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
    guard count > 0, count < buffer.count else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such folder"
    case EACCES, EPERM: "permission denied; check that this user may read it"
    case ELOOP: "a link leads back to itself"
    default: String(cString: strerror(code))
    }
  }
}
