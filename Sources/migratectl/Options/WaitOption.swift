import ArgumentParser

/// Whether to stay until it is done.
struct WaitOption: ParsableArguments {
  @Flag(name: .long, help: "Follow it until it is done, or halts (exit status 1).")
  var wait = false
}
