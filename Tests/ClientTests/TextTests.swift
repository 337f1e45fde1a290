import Testing

@testable import migratectl

struct TextTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("ä", 1), ("e\u{301}", 1), ("漢字", 4), ("한글", 4), ("🙂", 2), ("👩‍👩‍👧", 2), ("\u{200B}", 0), ("…", 1),
    ("✓", 1),
  ])
  func `a text is as wide as a terminal shows it`(text: String, width: Int) {
    #expect(TextWidth.of(text) == width)
  }

  @Test func `a cut text never takes more columns than it may`() {
    #expect(TextWidth.cut("abcdef", to: 6) == "abcdef")
    #expect(TextWidth.cut("abcdef", to: 5) == "abcd…")
    #expect(TextWidth.cut("漢字漢字", to: 6) == "漢字…")
    #expect(TextWidth.cut("漢字漢字", to: 4) == "漢…")
    #expect(TextWidth.cut("abc", to: 0) == "")
  }

  @Test func `nothing that comes from elsewhere can steer the terminal or add a line`() {
    #expect(SafeText.line("a\u{1B}[2Jb\nc\td\u{202E}e") == "a\\u{1b}[2Jb\\nc\\td\\u{202e}e")
    #expect(SafeText.line("deployed\n") == "deployed")
    #expect(SafeText.lines("a\u{7}\r\nb\n") == ["a\\u{7}", "b"])
    #expect(TableCell("x\ny").text == "x\\ny")
  }

  @Test func `numbers are written for people`() {
    #expect(Counting.grouped(0) == "0")
    #expect(Counting.grouped(999) == "999")
    #expect(Counting.grouped(1_000) == "1,000")
    #expect(Counting.grouped(-1_234_567) == "-1,234,567")
    #expect(Counting.of(1, "rollout") == "1 rollout")
    #expect(Counting.of(2, "rollout") == "2 rollouts")
    #expect(Counting.bytes(1_023) == "1023 B")
    #expect(Counting.bytes(1_536) == "1.5 KiB")
    #expect(Counting.bytes(5 << 30) == "5.0 GiB")
    #expect(Counting.list(["a", "b", "c"], "or") == "a, b or c")
  }

  @Test func `long text is broken between words, and a word that is too long is left whole`() {
    #expect(Wrapping.broken("one two three", into: 7) == ["one two", "three"])
    #expect(Wrapping.broken("migratectl sign-off", into: 4) == ["migratectl", "sign-off"])
    #expect(
      Wrapping.hanging("do: ", "take expand to its end on shop-staging first", Made.terminal(34)) == """
        do: take expand to its end on
            shop-staging first

        """)
  }

  @Test func `JSON is indented for reading`() {
    #expect(
      IndentedJSON.text(["a": [1, "x\n"], "b": [:], "c": [], "d": nil]) == """
        {
          "a": [
            1,
            "x\\n"
          ],
          "b": {},
          "c": [],
          "d": null
        }

        """)
  }
}
