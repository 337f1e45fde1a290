import MigrationControl
import Testing

@Suite("JSON printing")
struct JSONPrinterTests {
  @Test("values are printed without white space and are read back the same")
  func printed() throws {
    let value: JSONValue = [
      "null": nil, "bool": true, "least": .integer(.min), "pi": 3.141592653589793,
      "tiny": .number(.leastNonzeroMagnitude),
      "huge": .number(1.7976931348623157e308), "text": "a\"b\\c/ü😀", "list": [1, [], [:]],
    ]
    #expect(
      value.description == #"{"null":null,"bool":true,"least":-9223372036854775808,"pi":3.141592653589793,"#
        + #""tiny":5e-324,"huge":1.7976931348623157e+308,"text":"a\"b\\c/ü😀","list":[1,[],{}]}"#)
    #expect(try JSONParser.parse(value.description) == value)
  }

  @Test("control characters are escaped, so that no message contains a NUL")
  func controlCharacters() throws {
    let value = JSONValue.string(String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) })))
    let bytes = JSONPrinter.print(value)
    #expect(bytes.allSatisfy { $0 >= 0x20 })
    #expect(value.description.hasPrefix(#""\u0000\u0001"#))
    #expect(value.description.contains(#"\t\n\u000b"#) && value.description.hasSuffix(#"\u001e\u001f""#))
    #expect(try JSONParser.parse(bytes) == value)
  }

  @Test("a number that is not finite is printed as null, for JSON has no way to write it")
  func notFinite() {
    #expect(JSONValue.array([.number(.nan), .number(.infinity)]).description == "[null,null]")
  }
}
