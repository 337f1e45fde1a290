import Glibc

/// Shows long text a page at a time: by $MIGRATED_PAGER, $PAGER or less, none where that is empty or cat.
enum Pager {
  /// False where there is no pager and nothing was shown.
  static func show(_ text: String) -> Bool {
    guard let command = command else { return false }
    setenv("LESS", "FRSXMK", 0)
    signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, SIG_DFL) }
    guard let pipe = popen("exec \(command)", "w") else { return false }
    let written = text.utf8.withContiguousStorageIfAvailable { fwrite($0.baseAddress, 1, $0.count, pipe) }
    let status = pclose(pipe)
    // 127 is the shell's word for a command that is not there.
    return written != nil && status >> 8 & 0xFF != 127
  }

  private static var command: String? {
    let asked = getenv("MIGRATED_PAGER") ?? getenv("PAGER")
    guard let asked else { return "less 2>/dev/null" }
    let command = String(cString: asked)
    return command.isEmpty || command == "cat" ? nil : command
  }
}
