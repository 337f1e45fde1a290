/// A call as it travels, without its closing NUL.
struct VarlinkCall: Sendable, Equatable {
  /// With its interface: `org.varlink.service.GetInfo`.
  var method: String
  var parameters: JSONObject
  var mode: CallMode

  init(method: String, parameters: JSONObject = JSONObject(), mode: CallMode = .oneReply) {
    self.method = method
    self.parameters = parameters
    self.mode = mode
  }

  /// Any error means: close the connection, there is no reply for such a message.
  init(_ message: UnsafeRawBufferPointer) throws(MessageError) {
    let object = try MessageError.object(message)
    var method: String?
    var parameters = JSONObject()
    var mode = CallMode.oneReply
    for member in object.members {
      switch (member.name, member.value) {
      case ("method", .string(let value)): method = value
      case ("parameters", .object(let value)): parameters = value
      case ("parameters", .null), ("oneway", .null), ("more", .null), ("upgrade", .null): break
      case ("oneway", .bool(let isSet)): try Self.set(&mode, .oneway, isSet)
      case ("more", .bool(let isSet)): try Self.set(&mode, .more, isSet)
      case ("upgrade", .bool(let isSet)): try Self.set(&mode, .upgrade, isSet)
      default: try MessageError.checkUnknown(member, known: ["method", "parameters", "oneway", "more", "upgrade"])
      }
    }
    guard let method else { throw .missing("method") }
    self.init(method: method, parameters: parameters, mode: mode)
  }

  private static func set(_ mode: inout CallMode, _ asked: CallMode, _ isSet: Bool) throws(MessageError) {
    guard isSet else { return }
    guard mode == .oneReply else { throw .severalModes }
    mode = asked
  }

  /// The message with its closing NUL. Parameters are left out where there are none.
  var message: [UInt8] {
    var printer = JSONPrinter()
    printer.appendRaw(#"{"method":"#)
    printer.appendString(method)
    if !parameters.isEmpty {
      printer.appendRaw(#","parameters":"#)
      printer.append(parameters)
    }
    switch mode {
    case .oneReply: break
    case .more: printer.appendRaw(#","more":true"#)
    case .oneway: printer.appendRaw(#","oneway":true"#)
    case .upgrade: printer.appendRaw(#","upgrade":true"#)
    }
    printer.appendRaw("}")
    printer.append(byte: 0)
    return printer.bytes
  }

  /// The call as an object, without members that say nothing.
  var object: JSONObject {
    var object: JSONObject = ["method": .string(method)]
    if !parameters.isEmpty { object["parameters"] = .object(parameters) }
    switch mode {
    case .oneReply: break
    case .more: object["more"] = true
    case .oneway: object["oneway"] = true
    case .upgrade: object["upgrade"] = true
    }
    return object
  }
}
