import Foundation

/// A folder of a test's own, gone when the test is.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    var template = Array((NSTemporaryDirectory() + "migrated-test-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw BinaryTestError("no temporary folder could be made") }
    path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, to name: String, executable: Bool = false) throws {
    let file = URL(fileURLWithPath: self.file(name))
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    if executable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path) }
  }
}
