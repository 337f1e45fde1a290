import Foundation

extension Shop {
  struct NeverSo: Error {}

  /// Waits, at most half a minute, until it is so; looks again whenever the engine says that something changed, and
  /// every few milliseconds for what it does not see.
  func until(_ isSo: () -> Bool) async throws {
    for _ in 0..<6_000 {
      if isSo() { return }
      try await Task.sleep(for: .milliseconds(5))
    }
    throw NeverSo()
  }

  /// The processes whose command line has this text and that were started in this shop's folder.
  func processes(naming text: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
      guard Int(name) != nil, let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline"),
        let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")
      else { return false }
      let words = String(decoding: line, as: UTF8.self).replacingOccurrences(of: "\0", with: " ")
      return words.contains(text) && place.hasPrefix(folder)
    }
  }
}
