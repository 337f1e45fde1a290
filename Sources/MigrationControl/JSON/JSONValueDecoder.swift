/// Makes Swift values of JSON ones. Members that the type does not declare are ignored, as Varlink asks of a reader of
/// replies; absent and null are the same to an optional property.
public enum JSONValueDecoder {
  public static func decode<T: Decodable>(_ type: T.Type, from value: JSONValue) throws(JSONConversionError) -> T {
    do {
      return try JSONDecodingNode(value: value, codingPath: []).decode(type)
    } catch {
      throw JSONConversionError(error)
    }
  }

  public static func decodeObject<T: Decodable>(_ type: T.Type, from object: JSONObject) throws(JSONConversionError)
    -> T
  {
    try decode(type, from: .object(object))
  }
}
