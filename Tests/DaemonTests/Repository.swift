import Glibc

/// Texts of this repository that tests hold the code against.
enum Repository {
  static let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()

  static var isRecording: Bool { getenv("MIGRATED_RECORD").map { String(cString: $0) } == "1" }

  static func text(_ path: String) throws -> String {
    guard let file = fopen("\(root)/\(path)", "r") else { throw Missing(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk.prefix(count) }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func record(_ text: String, at path: String) throws {
    guard let file = fopen("\(root)/\(path)", "w") else { throw Missing(path: path) }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    fwrite(bytes, 1, bytes.count, file)
  }

  struct Missing: Error { let path: String }
}
