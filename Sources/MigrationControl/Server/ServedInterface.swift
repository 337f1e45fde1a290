/// An interface with the methods that carry it out.
public struct ServedInterface: Sendable {
  public let interface: VarlinkInterface
  /// By name without the interface. What the interface declares and is not here is answered with MethodNotImplemented.
  let methods: [String: VarlinkMethod]

  public init(_ interface: VarlinkInterface, methods: [String: VarlinkMethod]) throws(ServiceError) {
    for name in methods.keys.sorted() where interface.method(name) == nil {
      throw .undeclaredMethod("\(interface.name).\(name)")
    }
    self.interface = interface
    self.methods = methods
  }
}
