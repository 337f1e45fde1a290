/// A service that cannot be served: a mistake of the program, not of its callers.
public enum ServiceError: Error, Sendable, Hashable {
  /// A method was given that its interface does not declare.
  case undeclaredMethod(String)
  /// Two interfaces of the same name.
  case duplicateInterface(String)
  /// A file that should be an interface is none.
  case invalidInterface(InterfaceSyntaxError)
}
