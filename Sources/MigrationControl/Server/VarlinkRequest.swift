/// A call as a handler sees it: its parameters fit the interface already.
public struct VarlinkRequest: Sendable {
  /// With its interface: `org.varlink.service.GetInfo`.
  public let method: String
  public let parameters: JSONObject
  /// Never `upgrade`.
  public let mode: CallMode
  public let peer: Peer

  /// The parameters as a Swift type.
  public func decode<T: Decodable>(_ type: T.Type) throws(VarlinkFailure) -> T {
    do {
      return try JSONValueDecoder.decodeObject(type, from: parameters)
    } catch {
      throw .invalidParameter(error.path)
    }
  }
}
