import CLandlock
import Glibc

/// Keeps this process, and all that it starts, out of one folder for good, by Landlock. Landlock only ever allows: so
/// what lies beside the folder, and beside each folder that leads to it, is allowed whole; the rest of the machine stays as
/// it was. In the folders that lead there nothing can be made, removed or renamed any more, the closed folder least of all.
struct Confinement {
  private let ruleset: Int32
  private let rights: UInt64

  /// Nil where the kernel has no Landlock.
  static func begin() throws(RunFailure) -> Confinement? {
    let version = landlock_version()
    guard version > 0 else { return nil }
    var rights: UInt64 =
      LANDLOCK_READ_FILE | LANDLOCK_WRITE_FILE | LANDLOCK_REMOVE_DIR | LANDLOCK_REMOVE_FILE | LANDLOCK_MAKE_CHAR
      | LANDLOCK_MAKE_DIR | LANDLOCK_MAKE_REG | LANDLOCK_MAKE_SOCK | LANDLOCK_MAKE_FIFO | LANDLOCK_MAKE_BLOCK
      | LANDLOCK_MAKE_SYM
    if version >= 2 { rights |= LANDLOCK_REFER }
    if version >= 3 { rights |= LANDLOCK_TRUNCATE }
    var wanted = landlock_ruleset(
      handled_access_fs: rights, handled_access_net: 0, scoped: version >= 6 ? LANDLOCK_SCOPE_OF_SIGNALS : 0)
    let size = version >= 6 ? 24 : version >= 4 ? 16 : 8
    let ruleset = landlock_new(&wanted, size)
    guard ruleset >= 0 else { throw RunFailure(system: "Landlock's rules cannot be made") }
    return Confinement(ruleset: ruleset, rights: rights)
  }

  /// All but `closed`, and inside it what is `readable` or `writable`.
  func obey(_ arguments: RunArguments) throws(RunFailure) {
    for path in try beside(arguments.closed) { try allow(path, rights) }
    for path in arguments.readable { try allow(path, LANDLOCK_READ_FILE) }
    for path in arguments.writable { try allow(path, rights) }
    guard landlock_obey(ruleset) == 0 else { throw RunFailure(system: "Landlock's rules cannot be put in force") }
    close(ruleset)
  }

  /// Everything that lies beside the folder or beside one that leads to it, links left out: what they lead to is judged
  /// where it lies.
  private func beside(_ closed: String) throws(RunFailure) -> [String] {
    let parts = closed.split(separator: "/").map(String.init)
    guard closed.hasPrefix("/"), !parts.isEmpty, !parts.contains(".."), !parts.contains(".") else {
      throw RunFailure("\(closed) is no absolute path of a folder")
    }
    var (paths, folder): ([String], String) = ([], "")
    for part in parts {
      for name in try names(in: folder.isEmpty ? "/" : folder) where name != part { paths.append("\(folder)/\(name)") }
      folder += "/" + part
    }
    return paths
  }

  private func names(in folder: String) throws(RunFailure) -> [String] {
    guard let stream = opendir(folder) else { throw RunFailure(system: "\(folder) cannot be listed") }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private func allow(_ path: String, _ access: UInt64) throws(RunFailure) {
    let descriptor = open_name(path)
    // Gone since it was listed, or nothing that this user can reach.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw RunFailure(system: path) }
    let kind = info.st_mode & S_IFMT
    guard kind != S_IFLNK else { return }
    let ofFiles = LANDLOCK_READ_FILE | LANDLOCK_WRITE_FILE | LANDLOCK_TRUNCATE
    let granted = access & rights & (kind == S_IFDIR ? ~0 : ofFiles)
    guard landlock_allow(ruleset, granted, descriptor) == 0 else {
      throw RunFailure(system: "\(path) cannot be allowed")
    }
  }
}
