/// A user or a group that the configuration names.
struct Principal: Sendable, Hashable {
  /// As written: a name, or a number in digits.
  var name: String
  /// nil where this host knows none of that name.
  var id: UInt32?

  init(_ name: String, id: UInt32?) {
    self.name = name
    self.id = id
  }
}
