import Testing

@testable import MigrationControl

@Suite("Parameters held against an interface")
struct ParameterCheckTests {
  let interface: VarlinkInterface
  let fields: [VarlinkField]

  init() throws {
    interface = try VarlinkInterface(
      """
      interface org.example.check
      type Word (one, two)
      type Pair (first: int, second: ?string)
      method M(
        flag: bool, whole: int, ratio: float, text: string, foreign: object, anything: any, word: Word, pair: Pair,
        pairs: []Pair, map: [string]int, set: [string](), maybe: ?[]?int
      ) -> ()
      """)
    fields = try #require(interface.method("M")).input
  }

  static let good: JSONObject = [
    "flag": true, "whole": 1, "ratio": 1.5, "text": "t", "foreign": ["x": [nil]], "anything": [1], "word": "two",
    "pair": ["first": 1, "second": "s"], "pairs": [["first": 1], ["first": 2, "second": nil]], "map": ["a": 1],
    "set": ["a": [:]], "maybe": [1, nil],
  ]

  @Test("a text with a NUL is refused wherever it is")
  func nul() throws {
    var wrong = Self.good
    wrong["pairs"] = [["first": 1], ["first": 2, "second": "seen\u{0}forged"]]
    let fault = #expect(throws: ParameterFault.self) { try interface.check(wrong, against: fields) }
    #expect(fault?.description == "pairs[1].second has a NUL character in it, which no text may have")
  }

  @Test("what the interface declares is accepted, with optional fields set, null or absent")
  func accepted() throws {
    try interface.check(Self.good, against: fields)
    var other = Self.good
    other["maybe"] = nil
    other["ratio"] = 1
    other["pairs"] = []
    try interface.check(other, against: fields)
    other["maybe"] = .null
    try interface.check(other, against: fields)
  }

  @Test(
    "the first field that does not fit is named",
    arguments: [
      ("flag", 1, "flag is a whole number, expected bool"), ("whole", 1.0, "whole is a number, expected int"),
      ("whole", "1", "whole is \"1\", expected int"), ("ratio", "x", "ratio is \"x\", expected float"),
      ("text", nil, "text is null, expected string"), ("foreign", [], "foreign is an array, expected object"),
      ("anything", .null, "anything is null, expected any"),
      ("word", "three", "word is \"three\", expected (one, two)"),
      ("pair", ["first": 1, "third": 2], "pair.third is not declared"),
      ("pair", ["second": "s"], "pair.first is missing"),
      ("pairs", [["first": 1], ["first": "x"]], "pairs[1].first is \"x\", expected int"),
      ("map", ["a": 1, "b": true], "map.b is a boolean, expected int"),
      ("set", ["a": ["b": 1]], "set.a.b is not declared"), ("set", ["a"], "set is an array, expected [string]()"),
      ("maybe", [1, "x"], "maybe[1] is \"x\", expected int"), ("extra", 1, "extra is not declared"),
    ] as [(String, JSONValue, String)])
  func refused(name: String, value: JSONValue, message: String) {
    var object = Self.good
    object[name] = value
    let fault = #expect(throws: ParameterFault.self) { try interface.check(object, against: fields) }
    #expect(fault?.description == message)
  }

  @Test("a missing field is named in the order of the interface")
  func missing() {
    let fault = #expect(throws: ParameterFault.self) { try interface.check(["whole": 1], against: fields) }
    #expect(fault == ParameterFault(parameter: "flag", problem: .missing))
  }
}
