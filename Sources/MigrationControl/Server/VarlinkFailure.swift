/// How a handler ends a call other than with a reply.
public enum VarlinkFailure: Error, Sendable, Equatable {
  /// The caller is told this error: one of the method's interface, or of `org.varlink.service`.
  case named(String, JSONObject)
  /// Nobody is left to answer: the caller went away, or the server stops. The connection is closed.
  case abandoned
  /// The handler is at fault. The connection is closed, and the message reported to the server's log.
  case broken(String)
}

extension VarlinkFailure {
  /// A parameter is of the right type and yet wrong.
  public static func invalidParameter(_ name: String) -> VarlinkFailure {
    .named("org.varlink.service.InvalidParameter", ["parameter": .string(name)])
  }

  public static let permissionDenied = VarlinkFailure.named("org.varlink.service.PermissionDenied", [:])
  static let expectedMore = VarlinkFailure.named("org.varlink.service.ExpectedMore", [:])

  static func interfaceNotFound(_ name: String) -> VarlinkFailure {
    .named("org.varlink.service.InterfaceNotFound", ["interface": .string(name)])
  }

  static func methodNotFound(_ name: String) -> VarlinkFailure {
    .named("org.varlink.service.MethodNotFound", ["method": .string(name)])
  }

  static func methodNotImplemented(_ name: String) -> VarlinkFailure {
    .named("org.varlink.service.MethodNotImplemented", ["method": .string(name)])
  }
}
