import MigrationControl

/// Words for the shell's completion, from the daemon where it answers at once; none where it does not.
struct Suggestions: Sendable {
  private static let patience: Duration = .seconds(2)

  /// The words typed so far.
  private let words: [String]

  init(_ words: [String]) { self.words = words }

  var migrations: [String] { names { $0.migration } }

  var targets: [String] { names { $0.target } }

  private func names(_ name: (Wire.Rollout) -> String) -> [String] {
    let daemon = Daemon(path: socket, timeout: Self.patience)
    let reply = try? daemon.call(Call.List.self, .init()).read()
    return Set((reply?.rollouts ?? []).map(name)).sorted()
  }

  private var socket: String {
    for (index, word) in words.enumerated() {
      if word == "--socket", index + 1 < words.count { return words[index + 1] }
      if word.hasPrefix("--socket=") { return String(word.dropFirst(9)) }
    }
    return Terminal.environment("MIGRATED_SOCKET") ?? GlobalOptions.usualSocket
  }
}
