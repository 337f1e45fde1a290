import Foundation
import Glibc

/// A folder on a disk for the databases of one run, and where the programs are that are measured.
struct Workplace: Sendable {
  let folder: String
  /// Of this program; the others are beside it.
  let programs: String
  private let fileSystem: String

  init(in parent: String) throws {
    guard let resolved = realpath(parent, nil) else {
      throw BenchError("\(parent): \(String(cString: strerror(errno)))")
    }
    defer { free(resolved) }
    fileSystem = FileSystem.holding(String(cString: resolved))
    guard !["tmpfs", "ramfs"].contains(fileSystem) else {
      throw BenchError("\(parent) is in memory (\(fileSystem)); name a folder on a disk with --folder")
    }
    var template = Array("\(parent)/migrated-bench.XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw BenchError("\(parent): \(String(cString: strerror(errno)))") }
    folder = String(cString: made)
    var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/exe", &path, Int(PATH_MAX))
    guard count > 0 else { throw BenchError("/proc/self/exe cannot be read") }
    let own = String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    programs = own.lastIndex(of: "/").map { String(own[..<$0]) } ?? "."
  }

  var words: String { "databases in \(folder) (\(fileSystem)); programs of \(programs)" }

  /// The path of a program that was built beside this one.
  func program(_ name: String) throws -> String {
    let path = "\(programs)/\(name)"
    guard access(path, X_OK) == 0 else { throw BenchError("\(path) is missing; build it with: make release") }
    return path
  }

  /// A new folder in it.
  func subfolder(_ name: String) throws -> String {
    let path = "\(folder)/\(name)"
    try? Self.empty(path)
    guard mkdir(path, 0o700) == 0 else { throw BenchError("\(path): \(String(cString: strerror(errno)))") }
    return path
  }

  func remove() { try? Self.empty(folder) }

  /// Removes a folder with all that is in it.
  static func empty(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
}
