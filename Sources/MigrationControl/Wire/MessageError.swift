/// Why a message is no call or no reply of Varlink.
enum MessageError: Error, Sendable, Hashable {
  case notJSON(JSONSyntaxError)
  case notAnObject
  case missing(String)
  /// A member of the protocol with a value of another type.
  case wrongType(String)
  /// A member that is neither the protocol's nor a vendor's (whose names contain a dot).
  case unknownMember(String)
  /// More than one of oneway, more and upgrade.
  case severalModes
  /// An error ends a call, and yet this one says that a reply follows.
  case continuingError

  static func object(_ message: UnsafeRawBufferPointer) throws(MessageError) -> JSONObject {
    let value: JSONValue
    do {
      value = try JSONParser.parse(message)
    } catch {
      throw .notJSON(error)
    }
    guard case .object(let object) = value else { throw .notAnObject }
    return object
  }

  /// For a member that was not understood: throws unless it is a vendor's, which is ignored.
  static func checkUnknown(_ member: JSONObject.Member, known: [String]) throws(MessageError) {
    guard !known.contains(member.name) else { throw .wrongType(member.name) }
    guard member.name.contains("."), case .object = member.value else { throw .unknownMember(member.name) }
  }
}

extension MessageError: CustomStringConvertible {
  var description: String {
    switch self {
    case .notJSON(let error): error.description
    case .notAnObject: "the message is no JSON object"
    case .missing(let name): "the member \"\(name)\" is missing"
    case .wrongType(let name): "the member \"\(name)\" has a value of the wrong type"
    case .unknownMember(let name): "the member \"\(name)\" is unknown"
    case .severalModes: "only one of oneway, more and upgrade can be true"
    case .continuingError: "an error reply cannot continue"
    }
  }
}
