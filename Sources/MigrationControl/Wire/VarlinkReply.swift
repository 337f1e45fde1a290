/// A reply as it travels, without its closing NUL.
enum VarlinkReply: Sendable, Equatable {
  /// The last one of a call.
  case final(JSONObject)
  /// One of a call that asked for more; another follows.
  case continuing(JSONObject)
  case error(String, JSONObject)

  init(_ message: UnsafeRawBufferPointer) throws(MessageError) {
    let object = try MessageError.object(message)
    var parameters = JSONObject()
    var continues = false
    var error: String?
    for member in object.members {
      switch (member.name, member.value) {
      case ("parameters", .object(let value)): parameters = value
      case ("parameters", .null), ("continues", .null), ("error", .null): break
      case ("continues", .bool(let value)): continues = value
      case ("error", .string(let value)): error = value
      default: try MessageError.checkUnknown(member, known: ["parameters", "continues", "error"])
      }
    }
    switch (error, continues) {
    case (let error?, false): self = .error(error, parameters)
    case (nil, false): self = .final(parameters)
    case (nil, true): self = .continuing(parameters)
    case (_?, true): throw .continuingError
    }
  }

  /// The message with its closing NUL. Parameters are left out where there are none.
  var message: [UInt8] {
    var printer = JSONPrinter()
    switch self {
    case .final(let parameters): Self.append(parameters, to: &printer)
    case .continuing(let parameters):
      Self.append(parameters, to: &printer)
      if !parameters.isEmpty { printer.appendRaw(",") }
      printer.appendRaw(#""continues":true"#)
    case .error(let name, let parameters):
      Self.append(parameters, to: &printer)
      if !parameters.isEmpty { printer.appendRaw(",") }
      printer.appendRaw(#""error":"#)
      printer.appendString(name)
    }
    printer.appendRaw("}")
    printer.append(byte: 0)
    return printer.bytes
  }

  private static func append(_ parameters: JSONObject, to printer: inout JSONPrinter) {
    printer.appendRaw("{")
    guard !parameters.isEmpty else { return }
    printer.appendRaw(#""parameters":"#)
    printer.append(parameters)
  }
}
