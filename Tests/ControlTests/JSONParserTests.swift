import Testing

@testable import MigrationControl

@Suite("JSON text")
struct JSONParserTests {
  @Test("every kind of value is read")
  func kinds() throws {
    let value = try JSONParser.parse(
      #" { "a" : [ null , true, false, 0, -7, 1.5, -2e3, "x" ], "b" : { }, "c":[] } "#)
    let expected: JSONValue = [
      "a": [nil, true, false, 0, -7, 1.5, .number(-2000), "x"], "b": [:], "c": [],
    ]
    #expect(value == expected)
  }

  @Test(
    "whole numbers of 64 bits stay exact, and greater ones become doubles instead of wrong integers",
    arguments: [
      ("9223372036854775807", JSONValue.integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("-9223372036854775809", .number(-0x1p63)),
      ("9007199254740993", .integer(9_007_199_254_740_993)), ("-0", .integer(0)), ("1.0", .number(1)),
      ("1E2", .number(100)), ("12e-1", .number(1.2)), ("100000000000000000000", .number(1e20)),
    ])
  func numbers(text: String, value: JSONValue) throws {
    #expect(try JSONParser.parse(text) == value)
  }

  @Test(
    "escapes are undone",
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e4\u20AC""#, "Aä€"),
      (#""\ud83d\ude00!""#, "😀!"), (#""a\u0000b""#, "a\0b"), (#""grün €""#, "grün €"), (#""\u00fc\n ü""#, "ü\n ü"),
    ])
  func escapes(text: String, value: String) throws {
    #expect(try JSONParser.parse(text) == .string(value))
  }

  @Test(
    "what is not JSON is refused, with the place",
    arguments: [
      ("", "ends in the middle"), ("   ", "ends in the middle"), ("{", "ends in the middle"),
      ("[1,", "ends in the middle"), ("[1 2]", "byte 0x32 cannot stand here"), ("[1,]", "byte 0x5d"),
      (#"{"a":1,}"#, "byte 0x7d"), (#"{a:1}"#, "byte 0x61"), (#"{"a" 1}"#, "byte 0x31"), ("nul", "ends in the middle"),
      ("nulL", "byte 0x4c"), ("True", "byte 0x54"), ("01", "no number"), ("-", "no number"), ("+1", "byte 0x2b"),
      ("1.", "no number"), (".5", "byte 0x2e"), ("1e", "no number"), ("1e+", "no number"), ("1e999", "no number"),
      ("0x10", "after the value"), ("NaN", "byte 0x4e"), ("Infinity", "byte 0x49"), ("'a'", "byte 0x27"),
      ("\"a", "ends in the middle"), ("\"a\nb\"", "byte 0xa"), (#""\x""#, "no escape"), (#""\u12""#, "no escape"),
      (#""\u12"#, "ends in the middle"), (#""\ud800""#, "surrogate"), (#""\udc00""#, "surrogate"),
      (#""\ud800\u0041""#, "surrogate"), ("1 2", "after the value"), ("{} x", "after the value"),
      ("[1]//", "after the value"), (#"{"a":1,"a":2}"#, "\"a\" comes twice"),
    ])
  func refused(text: String, message: String) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text) }
    #expect(error?.description.contains(message) == true, "\(text): \(String(describing: error))")
  }

  @Test(
    "bytes that are not UTF-8 are refused",
    arguments: [[0xFF], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]])
  func notUTF8(bytes: [UInt8]) {
    #expect(throws: JSONSyntaxError(problem: .invalidUTF8, offset: 1)) {
      try JSONParser.parse([UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")])
    }
    #expect(throws: JSONSyntaxError(problem: .invalidUTF8, offset: 1)) {
      try JSONParser.parse(Array(#""\n"#.utf8) + bytes + [UInt8(ascii: "\"")])
    }
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(bytes) }
  }

  @Test("nesting is read to the bound and refused beyond it, however deep it goes")
  func depth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSONParser.parse(nested(JSONParser.depthBound))
    #expect(throws: JSONSyntaxError(problem: .tooDeep(64), offset: 64)) { try JSONParser.parse(nested(65)) }
    #expect(throws: JSONSyntaxError(problem: .tooDeep(64), offset: 64)) {
      try JSONParser.parse(String(repeating: "[", count: 1_000_000))
    }
    let objects = String(repeating: #"{"a":"#, count: 65)
    #expect(throws: JSONSyntaxError(problem: .tooDeep(64), offset: 64 * 5)) { try JSONParser.parse(objects) }
  }

  @Test("a duplicate member is found among many, in a time that does not grow with their square")
  func manyMembers() throws {
    let members = (0..<50_000).map { "\"m\($0)\":0" }
    let object = try JSONParser.parse("{" + members.joined(separator: ",") + "}").object
    #expect(object?.members.count == 50_000)
    #expect(throws: JSONSyntaxError(problem: .duplicateMember("m7"), offset: 0)) {
      try JSONParser.parse("{" + (members + ["\"m7\":1"]).joined(separator: ",") + "}")
    }
  }

  @Test("members keep their order, and objects are equal whatever it is")
  func order() throws {
    let object = try #require(try JSONParser.parse(#"{"z":1,"a":2,"m":3}"#).object)
    #expect(object.members.map(\.name) == ["z", "a", "m"])
    #expect(try JSONParser.parse(#"{"m":3,"a":2,"z":1}"#) == .object(object))
    #expect(try JSONParser.parse(#"{"m":3,"a":2,"z":0}"#) != .object(object))
    #expect(try JSONParser.parse(#"{"m":3,"a":2}"#) != .object(object))
  }
}
