import ArgumentParser

/// How JSON is printed, if at all.
enum JSONFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// For reading.
  case pretty
  /// On one line; with streams one line for each thing.
  case short
  /// Text instead.
  case off
}
