import ArgumentParser

/// Whether to stay until it is done.
struct WaitOption: ParsableArguments {
  @Flag(name: .long, help: "Follow it until it is done, or halts (exit status 1).")
  var wait = false

  /// Where the end is waited for, --timeout bounds that, not the answer.
  func daemon(_ options: GlobalOptions) -> Daemon { wait ? options.followedDaemon : options.daemon }
}
