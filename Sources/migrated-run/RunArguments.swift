/// What `migrated-run` is told. It is started by the daemon alone, so there is no help and no abbreviation:
/// `--closed FOLDER`, then any of `--readable PATH` and `--writable PATH` inside it, then `--` and the command.
struct RunArguments {
  /// The folder that the command must not see into; absolute, without links.
  var closed: String
  /// Inside the closed folder, what may be read and run all the same.
  var readable: [String] = []
  /// Inside the closed folder, what may be written too.
  var writable: [String] = []
  var command: [String]

  init(_ arguments: [String]) throws(RunFailure) {
    var (closed, readable, writable): (String?, [String], [String]) = (nil, [], [])
    var rest = arguments[...]
    while let option = rest.popFirst(), option != "--" {
      guard let value = rest.popFirst() else { throw RunFailure("\(option) wants a value") }
      switch option {
      case "--closed": closed = value
      case "--readable": readable.append(value)
      case "--writable": writable.append(value)
      default: throw RunFailure("\(option) is not known; migrated starts this program, people do not")
      }
    }
    guard let closed else { throw RunFailure("--closed is missing; migrated starts this program, people do not") }
    guard !rest.isEmpty else { throw RunFailure("there is no command after --") }
    self.closed = closed
    self.readable = readable
    self.writable = writable
    command = Array(rest)
  }
}
