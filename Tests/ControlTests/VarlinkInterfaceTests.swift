import MigrationControl
import Testing

@Suite("Interface files")
struct VarlinkInterfaceTests {
  static let text = """
    # What it is for.
    #   Indented.
    interface org.example.more-1.x2

    # Stands alone and documents nothing.

    # A word.
    type Word (one, two_2, threeFour)  # not the next one's

    type Nested (
      # An identifier.
      id: int,
      ratio: ?float, flag: bool,
      word: Word, words: []Word,
      # Two lines
      # of it.
      map: ?[string]?[]?string,
      set: [string](),
      foreign: object,
      anything: any,
      inline: (a: (x, y), b: ())
    )

    # Does it.
    method Do(nested: Nested) -> (done: bool)
    method Nothing() -> ()
    # Goes wrong.
    error Wrong (why: string, nested: ?Nested)
    """

  @Test("every construct of the language is read, with its comments")
  func everything() throws {
    let interface = try VarlinkInterface(Self.text)
    #expect(interface.name == "org.example.more-1.x2")
    #expect(interface.documentation == "What it is for.\n  Indented.")
    #expect(interface.text == Self.text)
    #expect(interface.members.map(\.name) == ["Word", "Nested", "Do", "Nothing", "Wrong"])
    #expect(interface.members.map(\.documentation) == ["A word.", "", "Does it.", "", "Goes wrong."])
    #expect(interface.type("Word") == .enumeration(["one", "two_2", "threeFour"]))
    #expect(
      interface.type("Nested")?.description
        == "(id: int, ratio: ?float, flag: bool, word: Word, words: []Word, map: ?[string]?[]?string, set: [string](), "
        + "foreign: object, anything: any, inline: (a: (x, y), b: ()))")
    guard case .structure(let fields) = interface.type("Nested") else {
      Issue.record("Nested is no structure")
      return
    }
    #expect(fields[0].documentation == "An identifier.")
    #expect(fields[5].documentation == "Two lines\nof it.")
    #expect(fields.filter(\.isNullable).map(\.name) == ["ratio", "map"])
    #expect(interface.method("Do")?.output.map(\.name) == ["done"])
    #expect(interface.method("Nothing")?.input.isEmpty == true)
    #expect(interface.error("Wrong")?.map(\.name) == ["why", "nested"])
    #expect(interface.method("Wrong") == nil && interface.error("Do") == nil && interface.type("Do") == nil)
  }

  @Test("line ends of other systems and no line end at the end are read")
  func lineEnds() throws {
    let interface = try VarlinkInterface("interface a.b\r\nmethod M()->()\rmethod N ( ) -> ( )\u{2028}error E()")
    #expect(interface.members.map(\.name) == ["M", "N", "E"])
  }

  @Test(
    "what is not in the language is refused, with its line",
    arguments: [
      ("", "line 1: found the end, expected interface"),
      ("interfaces a.b\nmethod M() -> ()", "line 1: found \"interfaces\", expected interface"),
      ("interface a\nmethod M() -> ()", "line 1: found \"a\", expected an interface name such as org.example.ftl"),
      (
        "interface a.-b\nmethod M() -> ()", "line 1: found \"a.-b\", expected an interface name such as org.example.ftl"
      ),
      (
        "interface 1a.b\nmethod M() -> ()", "line 1: found \"1a.b\", expected an interface name such as org.example.ftl"
      ),
      ("interface a.b", "line 1: a.b declares nothing, expected a type, a method or an error"),
      ("interface a.b method M() -> ()", "line 1: found \"m\", expected the end of the line"),
      ("interface a.b\nmethod M() -> () method N() -> ()", "line 2: found \"m\", expected the end of the line"),
      ("interface a.b\nfunction M() -> ()", "line 2: found \"function\", expected type, method or error"),
      ("interface a.b\nmethod m() -> ()", "line 2: found \"m\", expected a name that begins with A to Z"),
      ("interface a.b\nmethod M()", "line 2: found the end, expected \"->\""),
      ("interface a.b\nmethod M(a, b) -> ()", "line 2: found names without types, expected fields"),
      ("interface a.b\ntype T int", "line 2: found \"i\", expected \"(\""),
      ("interface a.b\ntype T (a: int, b)", "line 2: b: fields with a type and names without one cannot be mixed"),
      ("interface a.b\ntype T (a: int,\n a: int)", "line 3: a comes twice"),
      ("interface a.b\ntype T (a: int,)", "line 2: found \")\", expected a field's name"),
      ("interface a.b\ntype T (a__b: int)", "line 2: found \"a__b\", expected a field's name"),
      ("interface a.b\ntype T (a_: int)", "line 2: found \"a_\", expected a field's name"),
      ("interface a.b\ntype T (a: ??int)", "line 2: found \"??\", expected one \"?\" at most"),
      ("interface a.b\ntype T (a: integer)", "line 2: found \"integer\", expected a type"),
      ("interface a.b\ntype T (\n  a: U\n)", "line 3: there is no type U in this interface"),
      ("interface a.b\nmethod U() -> ()\ntype T (a: U)", "line 3: there is no type U in this interface"),
      (
        "interface a.b\ntype T (a: int)\nmethod T() -> ()",
        "line 3: T is declared twice; types, methods and errors share their names"
      ),
    ])
  func refused(text: String, message: String) {
    let error = #expect(throws: InterfaceSyntaxError.self) { try VarlinkInterface(text) }
    #expect(error?.description == message)
  }
}
