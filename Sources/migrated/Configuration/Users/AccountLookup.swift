/// What the host's user database says about a name or a number.
enum AccountLookup<Value: Sendable & Hashable>: Sendable, Hashable {
  case found(Value)
  case absent
  /// The database itself cannot be asked, such as a directory server that does not answer.
  case failed(String)
}
