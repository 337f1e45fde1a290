import ArgumentParser

/// Why something is done, for the record.
struct ReasonOption: ParsableArguments {
  @Option(name: .long, help: "Why, for the record.")
  var reason: String?
}
