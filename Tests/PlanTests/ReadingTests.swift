import MigrationPhases
import MigrationPlan
import Testing

@Suite struct ReadingTests {
  private static let whole = """
    name: add-full-name
    description: Customers get one name column
    owner: team-crm
    targets: shop
    schemaVersion: 2
    expand:
      sql: expand.sql
      rollback: expand.rollback.sql
      verify:
        - name: column is there
          sql: SELECT count(*) = 1 FROM pragma_table_info('Customer') WHERE name = 'full_name'
        - { name: ünïcode, file: verify/names.sql }
    backfill:
      update:
        table: Customer
        set:
          full_name: "FirstName || ' ' || LastName"
          archived: 0
        where: full_name IS NULL
      remaining: |
        SELECT count(*)
        FROM Customer
        WHERE full_name IS NULL
      verify: [{ name: filled, sql: 'SELECT 1' }]
    switch:
      deploy: { command: [./deploy.sh, v2], timeout: 2m }
      rollback: { command: [bin/deploy, "1"], directory: /srv/shop/ }
      health: { url: "http://[::1]:8080/health" }
    contract:
      after: 1d 12h
      sql: contract.sql
    automatic: [backfill, expand]
    files: [lib/names.txt]
    """

  private static let further = [
    PlanFile(path: "verify/names.sql", text: "SELECT 1;\n"), PlanFile(path: "deploy.sh", text: "#!/bin/sh\n"),
    PlanFile(path: "contract.sql", text: "DROP TABLE x;\n"), PlanFile(path: "lib/names.txt", bytes: [0, 255]),
  ]

  @Test func `A plan is what its folder says`() throws {
    let plan = try Sample.read(Self.whole, Self.further)
    #expect(plan.name == "add-full-name" && plan.owner == "team-crm" && plan.targets == "shop")
    #expect(plan.description == "Customers get one name column")
    #expect(plan.schemaVersion == 2)
    #expect(plan.expand.sql.file == "expand.sql" && plan.expand.sql.line == 1 && plan.expand.sql.column == 1)
    #expect(plan.expand.sql.text == "ALTER TABLE Customer ADD COLUMN full_name TEXT;\n")
    #expect(plan.expand.verify.map(\.name) == ["column is there", "ünïcode"])
    #expect(plan.expand.verify[1].script.file == "verify/names.sql")
    #expect(plan.automatic == [.expand, .backfill])
    #expect(plan.contract?.after == .seconds(129_600))
    #expect(plan.contract?.sql.text == "DROP TABLE x;\n")
    #expect(plan.verify(after: .backfill).map(\.name) == ["filled"])
    #expect(plan.verify(after: .switch).isEmpty && plan.verify(after: .contract).isEmpty)
    #expect(plan.files.paths == plan.files.paths.sorted())
    #expect(plan.files.files.filter(\.isProgram).map(\.path) == ["deploy.sh"])
  }

  @Test func `A switch has its programs, their defaults and its probe`() throws {
    let plan = try Sample.read(Self.whole, Self.further)
    let deploy = try #require(plan.switch?.deploy)
    #expect(deploy.command == ["./deploy.sh", "v2"] && deploy.timeout == .seconds(120) && deploy.directory == ".")
    let rollback = try #require(plan.switch?.rollback)
    #expect(rollback.command == ["bin/deploy", "1"] && rollback.timeout == .seconds(600))
    #expect(rollback.directory == "/srv/shop")
    let health = try #require(plan.switch?.health)
    #expect(health.timeout == .seconds(5) && health.steady == .seconds(30) && health.url == "http://[::1]:8080/health")
  }

  @Test func `SQL in the description knows where it stands`() throws {
    let plan = try Sample.read(Self.whole, Self.further)
    let inline = plan.expand.verify[0].script
    #expect(inline.file == "migration.yaml" && inline.line == 11 && inline.column == 12)
    guard case .update(let table, let assignments, let condition) = plan.backfill?.work else {
      Issue.record("not an update")
      return
    }
    #expect(table == "Customer" && assignments.map(\.column) == ["full_name", "archived"])
    // Past the quotation mark.
    #expect(assignments[0].expression.line == 17 && assignments[0].expression.column == 19)
    #expect(assignments[1].expression.text == "0")
    #expect(condition?.line == 19 && condition?.column == 12)
    // The line after the bar.
    #expect(plan.backfill?.remaining.line == 21 && plan.backfill?.remaining.column == 5)
    #expect(plan.backfill?.remaining.text.hasPrefix("SELECT count(*)\n") == true)
  }

  @Test func `Phases that are left out are nothing to do`() throws {
    let plan = try Sample.read(Sample.header + Sample.expand)
    #expect(plan.backfill == nil && plan.switch == nil && plan.contract == nil && plan.automatic.isEmpty)
  }

  @Test func `Lines may end as on Windows`() throws {
    let windows = Self.whole.replacing("\n", with: "\r\n")
    let plan = try Sample.read(windows, Self.further)
    #expect(plan.backfill?.remaining.line == 21 && plan.backfill?.remaining.column == 5)
    #expect(plan.expand.verify == (try Sample.read(Self.whole, Self.further)).expand.verify)
    #expect(plan.digest != (try Sample.read(Self.whole, Self.further)).digest)
    let twice = Sample.wrong((Sample.header + Sample.expand + "owner: x\n").replacing("\n", with: "\r\n"))
    #expect(twice == "migration.yaml:9:1: error: the key \"owner\" comes twice; the first is in line 3 [duplicate-key]")
  }

  @Test(arguments: ["yes", "off", "~", "null", "1:30", "0x1F", "1e3", "2001-12-14", ".inf", "1_000", "<<", "="])
  func `What YAML reads as something else is no text`(value: String) {
    let found = Sample.wrong(Sample.header.replacing("team-crm", with: value) + Sample.expand)
    #expect(found.hasPrefix("migration.yaml:3:8: error: owner: found "))
    #expect(found.contains("expected a text"))
    #expect(Sample.wrong(Sample.header.replacing("team-crm", with: "\"\(value)\"") + Sample.expand) == "")
  }

  @Test(arguments: ["010", "1:30", "0x10", "0b1", "1_000", "2.0", "+2", "-2", "two", "1e1", "[2]", "", "٢"])
  func `Only plain decimal digits are a whole number`(value: String) {
    let found = Sample.wrong(Sample.header.replacing("Version: 2", with: "Version: \(value)") + Sample.expand)
    #expect(found.contains("schemaVersion: found "))
    #expect(found.contains("expected a whole number from 1 to 1000000000"))
  }

  @Test(arguments: [
    "ftp://host/", "http://", "http:///path", "http://host:0/", "http://host:99999/", "http://host:x/",
    "http://user:secret@host/", "http://ho st/", "http://host/#part", "//host", "http://[::1", "http://[::1]x/",
    "http://hößt/",
  ])
  func `A probe needs a whole address`(url: String) {
    let description = Self.whole.replacing("http://[::1]:8080/health", with: url)
    #expect(Sample.wrong(description, Self.further).contains("switch.health.url: found \"\(url)\", expected a "))
  }

  @Test(arguments: [
    "../up.sql", "/etc/passwd", "a/../b.sql", "./expand.sql", "a//b.sql", "a/", "a\\b.sql", "a\u{7}b.sql",
  ])
  func `A path has one spelling and stays inside`(path: String) {
    let escaped = path.replacing("\\", with: "\\\\").replacing("\u{7}", with: "\\a")
    let expand = Sample.expand.replacing("sql: expand.sql", with: "sql: \"\(escaped)\"")
    let found = Sample.wrong(Sample.header + expand)
    #expect(found.contains("[file-outside]") || found.contains("[bad-file-name]"), "\(found)")
  }

  @Test func `Two keys that come twice are two findings, and the rest is looked at`() {
    let found = Sample.wrong(
      """
      name: a
      description: b
      owner: c
      targets: d
      schemaVersion: 0
      expand:
        sql: expand.sql
        rollback: expand.rollback.sql
        sql: other.sql
      owner: e
      "owner": f
      """)
    #expect(
      found == """
        migration.yaml:5:16: error: schemaVersion: found 0, expected a whole number from 1 to 1000000000 [bad-value]
        migration.yaml:9:3: error: the key "sql" comes twice; the first is in line 7 [duplicate-key]
        migration.yaml:10:1: error: the key "owner" comes twice; the first is in line 3 [duplicate-key]
        migration.yaml:11:1: error: the key "owner" comes twice; the first is in line 3 [duplicate-key]
        """)
  }

  @Test func `Files that nothing names are refused, they would be in the digest`() {
    let readme = PlanFile(path: "README.md", text: "hello")
    #expect(
      Sample.wrong(Sample.header + Sample.expand, [readme]) == """
        README.md: error: migration.yaml does not name this file [unnamed-file]
          hint: leave it out, or name it under "files"
        """)
  }

  @Test func `A script of blanks is none`() {
    let files = PlanFiles([
      PlanFile(path: "migration.yaml", text: Sample.header + Sample.expand), Sample.expandFiles[0],
      PlanFile(path: "expand.rollback.sql", text: "\u{FEFF}\r\n \n"),
    ])
    #expect(
      Sample.wrong(files) == """
        migration.yaml:8:13: error: expand.rollback: the file "expand.rollback.sql" is empty [empty-script]
          hint: write the statements, or leave the phase out of migration.yaml
        """)
  }

  @Test func `What is not UTF-8 is told with its line`() {
    let files = PlanFiles([
      PlanFile(path: "migration.yaml", text: Sample.header + Sample.expand), Sample.expandFiles[0],
      PlanFile(path: "expand.rollback.sql", bytes: Array("SELECT 1;\n-- caf".utf8) + [0xE9, 10]),
    ])
    #expect(
      Sample.wrong(files) == """
        expand.rollback.sql:2: error: this line has bytes that are not UTF-8 [not-utf8]
          hint: save the file as UTF-8
        """)
    #expect(Sample.wrong(PlanFiles([PlanFile(path: "migration.yaml", bytes: [0xFF, 0xFE])])).contains("[not-utf8]"))
  }
}
