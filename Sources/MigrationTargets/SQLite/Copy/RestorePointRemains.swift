import Glibc

/// What a daemon that died left of copies it was making: whole databases, almost, that are on no record.
public enum RestorePointRemains {
  /// Takes them away; to be called while nobody makes a copy in the folder.
  /// - Returns: how many files there were.
  @discardableResult
  public static func remove(in folder: String) -> Int {
    guard let entries = opendir(folder) else { return 0 }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasPrefix("."), suffixes.contains(where: { name.hasSuffix(".partial\($0)") }) { names.append(name) }
    }
    return names.count { unlink("\(folder)/\($0)") == 0 }
  }

  /// Files that SQLite makes beside a database.
  static let suffixes = ["", "-journal", "-wal", "-shm"]
}
