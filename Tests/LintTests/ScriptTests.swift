import MigrationLint
import MigrationPhases
import Testing

@Suite struct ScriptTests {
  /// `line:column sql` for each statement, or the findings.
  private func split(
    _ text: String, closing: SQLiteScript.Closing = .required, line: Int = 1, column: Int = 1
  ) -> [String] {
    let source = ScriptSource(file: "f.sql", text: text, line: line, column: column)
    do {
      return try SQLiteScript.statements(of: source, closing: closing).map { "\($0.line):\($0.column) \($0.sql)" }
    } catch {
      return error.findings.map(\.description)
    }
  }

  @Test func `Statements come with their places, without what stands before them`() {
    #expect(
      split("-- first; not one\n  SELECT 1; /* ; */ SELECT\n 2;\n\nSELECT 3;") == [
        "2:3 SELECT 1;", "2:21 SELECT\n 2;", "5:1 SELECT 3;",
      ])
  }

  @Test func `A semicolon in a string, a name or a comment ends nothing`() {
    #expect(
      split("INSERT INTO \"a;b\" VALUES ('x;''y;', [c;d], `e;``f`) -- ;\n/* ; */;SELECT x';';")
        == ["1:1 INSERT INTO \"a;b\" VALUES ('x;''y;', [c;d], `e;``f`) -- ;\n/* ; */;", "2:9 SELECT x';';"])
  }

  @Test func `A trigger is one statement`() {
    let trigger = """
      CREATE TEMP TRIGGER t AFTER UPDATE OF a ON b WHEN CASE 1 WHEN 1 THEN 1 END BEGIN
        UPDATE b SET c = CASE d WHEN 1 THEN 'END;' ELSE "END" END; -- END;
        SELECT CASE 1 WHEN 2 THEN 3 END;
        DELETE FROM e;
      END;
      """
    #expect(split(trigger + "SELECT 1;") == ["1:1 \(trigger)", "5:5 SELECT 1;"])
    #expect(split("create trigger t after insert on a begin select 1;end ; select 2;").count == 2)
    #expect(split("EXPLAIN QUERY PLAN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;").count == 1)
  }

  @Test func `Lines may end as on Windows, and a byte order mark is no character`() {
    #expect(
      split("\u{FEFF}SELECT 1;\r\n\r\n  SELECT\r\n2;\r\n") == ["1:1 SELECT 1;", "3:3 SELECT\r\n2;"])
  }

  @Test func `Columns count characters, not bytes`() {
    #expect(split("SELECT 'äöü😀'; SELECT \"größe\";") == ["1:1 SELECT 'äöü😀';", "1:16 SELECT \"größe\";"])
  }

  @Test func `Places begin where the text does`() {
    #expect(split("SELECT 1;\nSELECT 2;", line: 11, column: 12) == ["11:12 SELECT 1;", "12:1 SELECT 2;"])
  }

  @Test func `Empty statements are none`() {
    #expect(split(";;; SELECT 1;;\n;") == ["1:5 SELECT 1;"])
    #expect(split("") == [] && split("-- only this") == [] && split(" \n\t") == [])
  }

  @Test(arguments: [
    ("SELECT 1;\n SELECT 'it''s", "f.sql:2:9: error: a string begins here and has no end [unterminated]"),
    ("SELECT \"a", "f.sql:1:8: error: a name in quotation marks begins here and has no end [unterminated]"),
    ("SELECT [a;", "f.sql:1:8: error: a name in quotation marks begins here and has no end [unterminated]"),
    ("SELECT 1; /* and so on", "f.sql:1:11: error: a comment begins here and has no end [unterminated]"),
    ("SELECT x'00", "f.sql:1:8: error: a string begins here and has no end [unterminated]"),
    (
      "SELECT 1;\nSELECT 2",
      "f.sql:2:1: error: the statement begins here and has no semicolon [unterminated]\n"
        + "  hint: close it with a semicolon, if the file was not cut off"
    ),
    (
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
      "f.sql:1:1: error: the trigger begins here and has no END; [unterminated]"
    ),
    (
      "SELECT 1;\n-- \u{0}",
      "f.sql:2:4: error: found a NUL byte, where SQLite would stop reading [nul-byte]\n  hint: take it out"
    ),
  ])
  func `What has no end is told where it begins`(text: String, finding: String) {
    #expect(split(text) == [finding])
  }

  @Test func `A query needs no semicolon`() {
    #expect(split("SELECT 1 -- one", closing: .optional) == ["1:1 SELECT 1"])
    #expect(split("SELECT 1; SELECT 2", closing: .optional).count == 2)
  }

  @Test func `More statements than anybody reads are refused`() {
    let many = String(repeating: "SELECT 1;\n", count: SQLiteScript.mostStatements)
    #expect(split(many).count == 1_000)
    #expect(
      split(many + "SELECT 2;") == [
        "f.sql:1001:1: error: more than 1000 statements in one script [too-many-statements]\n"
          + "  hint: write rows in a backfill"
      ])
  }

  @Test(.timeLimit(.minutes(1)))
  func `A huge statement is taken apart soon`() {
    let values = String(repeating: "('a;b', 'END;'),\n", count: 60_000)
    #expect(split("INSERT INTO t VALUES \(values) (1, 2);").count == 1)
    let body = String(repeating: "SELECT CASE 1 WHEN 1 THEN 2 END;\n", count: 30_000)
    #expect(split("CREATE TRIGGER t AFTER INSERT ON a BEGIN \(body) END;").count == 1)
  }

  @Test(.timeLimit(.minutes(1)), arguments: 0..<40)
  func `Noise never does more than be refused`(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let pieces = [
      "'", "\"", "[", "]", "`", "--", "/*", "*/", ";", "\n", " ", "CREATE", "TRIGGER", "BEGIN", "END", "t", "(", ")",
      "SELECT", "1", "é", "DROP", "TABLE", "x'", "?", ":a", ".", "\u{FEFF}", "UPDATE", "SET", "=", "WITH", "AS", "OR",
    ]
    var text = ""
    for _ in 0..<200 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += pieces[Int(state >> 33) % pieces.count] + (state >> 40 & 1 == 0 ? " " : "")
    }
    let source = ScriptSource(file: "f.sql", text: text)
    _ = try? SQLiteScript.statements(of: source)
    let findings = SQLiteLint.check(LintInput(expand: source, rollback: source, contract: source), schema: Shop.schema)
    #expect(findings.allSatisfy { !$0.message.isEmpty && ($0.line ?? 1) >= 1 })
  }
}
