/// Makes JSON values of Swift ones. An optional property without a value is left out.
public enum JSONValueEncoder {
  public static func encode(_ value: some Encodable) throws(JSONConversionError) -> JSONValue {
    do {
      return try JSONEncodingNode.value(of: value, at: [])
    } catch {
      throw JSONConversionError(error)
    }
  }

  /// The same for a type that becomes an object: parameters of a call, a reply or an error.
  public static func encodeObject(_ value: some Encodable) throws(JSONConversionError) -> JSONObject {
    let encoded = try encode(value)
    guard case .object(let object) = encoded else {
      throw JSONConversionError(path: "", message: "becomes \(encoded.kind), expected an object")
    }
    return object
  }
}
