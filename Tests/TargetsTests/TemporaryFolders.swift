import Glibc
import Synchronization

let temporaryFolders = TemporaryFolders()

/// Not tied to a value's lifetime: a target's threads may still look at the file after the test's last use of it.
final class TemporaryFolders: Sendable {
  private let paths = Mutex<[String]>([])

  init() { atexit { temporaryFolders.paths.withLock { $0.forEach(removeFolder) } } }

  func add(_ path: String) { paths.withLock { $0.append(path) } }
}

func removeFolder(_ path: String) {
  guard let folder = opendir(path) else { return }
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    if name != ".", name != ".." { unlink("\(path)/\(name)") }
  }
  closedir(folder)
  rmdir(path)
}
