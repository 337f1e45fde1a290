import MigrationConfinement

/// What is to be run, as the daemon asks for it:
/// `--closed DIR --readable DIR --writable DIR --presence FILE --folder DIR --grace SECONDS -- PROGRAM ARGUMENT…`, where
/// `--readable` and `--writable` may come several times.
struct Request {
  var confinement: Confinement
  /// Open and locked for as long as the program is looked after.
  var presence: String
  var folder: String
  /// Between TERM and KILL.
  var grace: Int
  var arguments: [String]

  init(_ arguments: some Sequence<String>) throws(RunFailure) {
    var rest = Array(arguments)[...]
    var values: [String: [String]] = [:]
    while let name = rest.popFirst(), name != "--" {
      guard Self.names.contains(name), let value = rest.popFirst() else {
        throw RunFailure("migrated-run is called by migrated, which is of another version: install both together")
      }
      values[name, default: []].append(value)
    }
    guard let closed = values["--closed"]?.last, let presence = values["--presence"]?.last,
      let folder = values["--folder"]?.last, let grace = values["--grace"]?.last.flatMap({ Int($0) }), !rest.isEmpty
    else { throw RunFailure("migrated-run is called by migrated, with a program to run") }
    confinement = Confinement(
      keepingOutOf: closed, reading: values["--readable"] ?? [], writing: values["--writable"] ?? [])
    self.presence = presence
    self.folder = folder
    self.grace = grace
    self.arguments = Array(rest)
  }

  private static let names: Set<String> = ["--closed", "--readable", "--writable", "--presence", "--folder", "--grace"]
}
