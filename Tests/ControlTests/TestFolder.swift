import Glibc

/// An empty folder that is removed, with what is in it, when the test ends.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/control-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Errno(call: "mkdtemp", number: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  /// What is in it.
  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  var socket: String { path + "/socket" }
}
