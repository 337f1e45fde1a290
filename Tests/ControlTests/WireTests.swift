import Testing

@testable import MigrationControl

@Suite("Messages on the wire")
struct WireTests {
  func call(_ text: String) throws -> VarlinkCall {
    try Array(text.utf8).withUnsafeBytes { try VarlinkCall($0) }
  }

  func reply(_ text: String) throws -> VarlinkReply {
    try Array(text.utf8).withUnsafeBytes { try VarlinkReply($0) }
  }

  @Test(
    "absent, null and empty parameters and flags are the same",
    arguments: [
      #"{"method":"a.b.C"}"#, #"{"method":"a.b.C","parameters":null}"#, #"{"parameters":{},"method":"a.b.C"}"#,
      #"{"method":"a.b.C","more":false,"oneway":null,"upgrade":false}"#,
      #"{"method":"a.b.C","org.example":{"vendor":"extension"}}"#, " {\n\t\"method\" : \"a.b.C\" } ",
    ])
  func plainCall(text: String) throws {
    #expect(try call(text) == VarlinkCall(method: "a.b.C"))
  }

  @Test("each mode is read and written")
  func modes() throws {
    for mode in [CallMode.oneReply, .more, .oneway, .upgrade] {
      let sent = VarlinkCall(method: "a.b.C", parameters: ["x": 1], mode: mode)
      #expect(sent.message.last == 0)
      #expect(try sent.message.dropLast().withUnsafeBytes { try VarlinkCall($0) } == sent)
    }
    #expect(try call(#"{"method":"a.b.C","more":true,"oneway":false}"#).mode == .more)
  }

  @Test(
    "what is no call is refused",
    arguments: [
      "", "{", "[]", "1", #"{"method":1}"#, #"{}"#, #"{"method":null}"#, #"{"method":"a.b.C","parameters":[]}"#,
      #"{"method":"a.b.C","more":1}"#, #"{"method":"a.b.C","more":"true"}"#, #"{"method":"a.b.C","unknown":{}}"#,
      #"{"method":"a.b.C","X-vendor":{}}"#, #"{"method":"a.b.C","org.example":1}"#,
      #"{"method":"a.b.C","more":true,"oneway":true}"#, #"{"method":"a.b.C","upgrade":true,"more":true}"#,
      #"{"method":"a.b.C","method":"a.b.D"}"#, #"{"method":"a.b.C"} {"method":"a.b.C"}"#,
    ])
  func noCall(text: String) {
    #expect(throws: MessageError.self) { try call(text) }
  }

  @Test("replies are written as the specification has them and read back")
  func replies() throws {
    let samples: [(VarlinkReply, String)] = [
      (.final([:]), "{}"), (.final(["a": 1]), #"{"parameters":{"a":1}}"#), (.continuing([:]), #"{"continues":true}"#),
      (.continuing(["a": 1]), #"{"parameters":{"a":1},"continues":true}"#),
      (.error("a.b.E", [:]), #"{"error":"a.b.E"}"#),
      (.error("a.b.E", ["why": "x"]), #"{"parameters":{"why":"x"},"error":"a.b.E"}"#),
    ]
    for (sample, text) in samples {
      #expect(String(decoding: sample.message, as: UTF8.self) == text + "\0")
      #expect(try reply(text) == sample)
    }
    #expect(try reply(#"{"parameters":null,"continues":false,"error":null}"#) == .final([:]))
  }

  @Test(
    "what is no reply is refused",
    arguments: [
      #"{"error":"a.b.E","continues":true}"#, #"{"surprise":1}"#, #"{"parameters":1}"#, #"{"continues":1}"#,
      #"{"error":1}"#, "null",
    ])
  func noReply(text: String) {
    #expect(throws: MessageError.self) { try reply(text) }
  }
}
