import MigrationControl

/// One call of the suite: what it has to look like, and what it is answered with.
struct CertificationStep: Sendable {
  let method: String
  /// Without `client_id`.
  let wants: JSONObject
  let mode: CallMode
  let reply: JSONObject

  /// In the order they have to be called.
  static let all: [CertificationStep] = [
    CertificationStep("Test01", reply: ["bool": true]),
    CertificationStep("Test02", wants: ["bool": true], reply: ["int": 1]),
    CertificationStep("Test03", wants: ["int": 1], reply: ["float": 1.0]),
    CertificationStep("Test04", wants: ["float": 1.0], reply: ["string": "ping"]),
    CertificationStep("Test05", wants: ["string": "ping"], reply: scalars),
    CertificationStep("Test06", wants: scalars, reply: ["struct": .object(scalars)]),
    CertificationStep("Test07", wants: ["struct": .object(scalars)], reply: ["map": map]),
    CertificationStep("Test08", wants: ["map": map], reply: ["set": set]),
    CertificationStep("Test09", wants: ["set": set], reply: ["mytype": myType]),
    CertificationStep("Test10", wants: ["mytype": myType], mode: .more),
    CertificationStep(
      "Test11", wants: ["last_more_replies": .array(moreReplies.map { .string($0) })], mode: .oneway),
    CertificationStep("End", reply: ["all_ok": true]),
  ]

  /// What Test10 says, one reply each.
  static let moreReplies = (1...10).map { "Reply number \($0)" }

  private static let scalars: JSONObject = [
    "bool": false, "int": 2, "float": .number(.pi), "string": "a lot of string",
  ]
  private static let map: JSONValue = ["foo": "Foo", "bar": "Bar"]
  private static let set: JSONValue = ["one": [:], "two": [:], "three": [:]]
  private static let myType: JSONValue = [
    "object": [
      "method": "org.varlink.certification.Test09", "parameters": ["map": ["foo": "Foo", "bar": "Bar"]],
    ],
    "enum": "two",
    "struct": ["first": 1, "second": "2"],
    "array": ["one", "two", "three"],
    "dictionary": map,
    "stringset": set,
    "interface": [
      "foo": [nil, ["foo": "foo", "bar": "bar"], nil, ["one": "foo", "two": "bar"]],
      "anon": ["foo": true, "bar": false],
    ],
  ]

  private init(_ method: String, wants: JSONObject = [:], mode: CallMode = .oneReply, reply: JSONObject = [:]) {
    self.method = method
    self.wants = wants
    self.mode = mode
    self.reply = reply
  }
}
