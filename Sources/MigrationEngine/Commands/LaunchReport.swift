/// What migrated-run told of the program that it looked after.
enum LaunchReport: Sendable, Hashable {
  case exited(Int32)
  case signaled(Int32)
  /// migrated-run itself was ended while the program ran.
  case lost
  /// Nothing happened.
  case notStarted(String)

  /// The process group in which the program was started, if it was.
  static func group(in text: String) -> Int32? {
    text.split(separator: "\n").lazy.compactMap { number(in: $0, after: "started ") }.first
  }

  init(_ text: String) {
    let lines = text.split(separator: "\n")
    if let status = lines.lazy.compactMap({ Self.number(in: $0, after: "exited ") }).first {
      self = .exited(status)
    } else if let signal = lines.lazy.compactMap({ Self.number(in: $0, after: "signaled ") }).first {
      self = .signaled(signal)
    } else if Self.group(in: text) != nil {
      self = .lost
    } else {
      let words = lines.joined(separator: "; ")
      self = .notStarted(words.isEmpty ? "migrated-run ended without a word" : words)
    }
  }

  private static func number(in line: Substring, after word: String) -> Int32? {
    line.hasPrefix(word) ? Int32(line.dropFirst(word.count)) : nil
  }
}
