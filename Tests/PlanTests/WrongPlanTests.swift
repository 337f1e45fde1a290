import MigrationPlan
import Testing

@Suite struct WrongPlanTests {
  @Test func `Everything that is wrong is told at once`() {
    let found = Sample.wrong(
      """
      name: Add_full_name
      descripton: Customers get one name column
      owner: no
      targets: [shop]
      schemaVersion: 010
      expand:
        sql: expnd.sql
        rolback: expand.rollback.sql
        verify:
          - name: column is there
          - name: column is there
            sql: SELECT 1
            file: verify.sql
          - SELECT 1
      backfill:
        update:
          table: Customer
          set: {}
        sql: { table: Customer, file: ../backfill.sql }
        remaining: 0
      switch:
        deploy: { command: ./deploy.sh v2, timeout: 10 }
        rollback: { command: [./deploy.sh, 1] }
        health: { url: "127.0.0.1:8080/health", for: 2months }
      contract:
        after: 14
        sql: /etc/passwd
      automatic: [backfil, expand, expand]
      """)
    #expect(
      found == """
        migration.yaml:1:7: error: name: found "Add_full_name", expected a name of a-z, 0-9 and -, at most 63 \
        characters, the first a letter [bad-value]
          hint: did you mean "add-full-name"?
        migration.yaml:2:1: error: unknown key "descripton" [unknown-key]
          hint: did you mean "description"?
        migration.yaml:3:8: error: owner: found the boolean no, expected a text [wrong-type]
          hint: put it in quotation marks: "no"
        migration.yaml:4:10: error: targets: found a list, expected a text [wrong-type]
        migration.yaml:5:16: error: schemaVersion: found the number 010, expected a whole number from 1 to \
        1000000000 [wrong-type]
          hint: leave the leading 0 out, YAML reads such a number as octal
        migration.yaml:7:8: error: expand.sql: there is no file "expnd.sql" in the plan's folder [missing-file]
          hint: did you mean "expand.sql"?
        migration.yaml:8:3: error: unknown key "rolback" in expand [unknown-key]
          hint: did you mean "rollback"?
        migration.yaml:10:7: error: expand.verify[]: found none of "sql", "file", expected exactly one [one-of]
        migration.yaml:11:13: error: expand.verify: the name "column is there" comes twice; the first is in line 10 \
        [duplicate-name]
          hint: the record tells queries apart by their names
        migration.yaml:13:13: error: expand.verify[].file: there is no file "verify.sql" in the plan's folder \
        [missing-file]
        migration.yaml:13:13: error: expand.verify[]: found "sql" and "file", expected exactly one of "sql", "file" \
        [one-of]
        migration.yaml:14:7: error: expand.verify[]: found the text "SELECT 1", expected a mapping with the keys \
        name, sql, file [wrong-type]
        migration.yaml:18:10: error: backfill.update.set: found no column, expected at least one with its \
        expression [bad-value]
        migration.yaml:19:8: error: backfill: found "update" and "sql", expected exactly one of "update", "sql", \
        "run" [one-of]
        migration.yaml:19:33: error: backfill.sql.file: "../backfill.sql" leads out of the plan's folder by ".." \
        [file-outside]
        migration.yaml:20:14: error: backfill.remaining: found the number 0, expected a text [wrong-type]
          hint: put it in quotation marks: "0"
        migration.yaml:22:22: error: switch.deploy.command: found the text "./deploy.sh v2", expected a list \
        [wrong-type]
          hint: no shell takes it apart: write [./deploy.sh, v2]
        migration.yaml:22:47: error: switch.deploy.timeout: the number 10 has no unit, expected a time span such as \
        90s, 10m, 36h, 14d or 1d 12h [bad-value]
        migration.yaml:23:25: error: switch.rollback.command: there is no file "deploy.sh" in the plan's folder \
        [missing-file]
        migration.yaml:23:38: error: switch.rollback.command[]: found the number 1, expected a text [wrong-type]
          hint: put it in quotation marks: "1"
        migration.yaml:24:18: error: switch.health.url: found "127.0.0.1:8080/health", expected a URL that begins \
        with http:// or https:// [bad-value]
        migration.yaml:24:48: error: switch.health.for: "months" is not always of one length, expected days or \
        weeks, such as 30d or 52w [bad-value]
        migration.yaml:26:10: error: contract.after: the number 14 has no unit, expected a time span such as 90s, \
        10m, 36h, 14d or 1d 12h [bad-value]
        migration.yaml:27:8: error: contract.sql: "/etc/passwd" is an absolute path, expected one inside the plan's \
        folder [file-outside]
        migration.yaml:28:13: error: automatic: found "backfil", expected one of expand, backfill, switch, contract \
        [bad-value]
          hint: did you mean "backfill"?
        migration.yaml:28:30: error: automatic names expand twice [duplicate-name]
        """)
  }

  /// One thing wrong in a plan that is right otherwise, with its full message.
  @Test(arguments: [
    WrongPlan("", "migration.yaml: error: found an empty file, expected a mapping [yaml-syntax]"),
    WrongPlan(
      "- a\n- b",
      """
      migration.yaml:1:1: error: found a list, expected a mapping with the keys name, description, owner, targets, \
      engine, schemaVersion, expand, backfill, switch, contract, automatic, files [wrong-type]
      """),
    WrongPlan(
      Sample.header + "expand: expand.sql",
      """
      migration.yaml:6:9: error: expand: found the text "expand.sql", expected a mapping with the keys sql, prisma, \
      prismaBaseline, run, rollback, verify [wrong-type]
      """),
    WrongPlan(
      Sample.header + "expand:",
      "migration.yaml:6:8: error: expand: found nothing, expected a mapping with the keys sql, prisma, prismaBaseline, "
        + "run, rollback, verify [wrong-type]"),
    WrongPlan(
      Sample.header + "expand:\n  sql: expand.sql",
      """
      migration.yaml:7:3: error: "rollback" is missing in expand [missing-key]
        hint: expand.rollback: The statements that take back exactly what was added.
      """),
    WrongPlan(
      Sample.header + Sample.expand + "owner: somebody else\n",
      """
      migration.yaml:9:1: error: the key "owner" comes twice; the first is in line 3 [duplicate-key]
      """),
    WrongPlan(
      Sample.header + "expand: { sql: expand.sql, rollback: expand.rollback.sql, sql: expand.sql }",
      """
      migration.yaml:6:11: error: the key "sql" comes twice in one mapping [duplicate-key]
      """),
    WrongPlan(
      Sample.header + Sample.expand + "\tverify: []\n",
      """
      migration.yaml:9:1: error: not YAML: found a tab character that violates indentation (while scanning a plain \
      scalar, line 8) [yaml-syntax]
        hint: indent with blanks, YAML allows no tabs there
      """),
    WrongPlan(
      Sample.header.replacing("Customers get", with: "Customers: get") + Sample.expand,
      """
      migration.yaml:2:23: error: not YAML: mapping values are not allowed in this context [yaml-syntax]
        hint: put quotation marks around a text that has a colon and a blank in it
      """),
    WrongPlan(
      Sample.header.replacing("team-crm", with: "&team crm") + Sample.expand + "files: [*team]\n",
      """
      migration.yaml: error: found the anchor &team and its alias *team, which are not allowed here [yaml-syntax]
        hint: write the value out in both places
      """),
    WrongPlan(
      Sample.header.replacing("team-crm", with: "!!str 12") + Sample.expand,
      """
      migration.yaml:3:8: error: found a tag, which is not allowed here [yaml-syntax]
        hint: leave it out
      """),
    WrongPlan(
      Sample.header + Sample.expand + "files: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
      """
      migration.yaml:9:39: error: more than 32 levels of nesting [yaml-syntax]
        hint: lists and mappings stand in each other too deeply; look for a bracket that is never closed
      """),
    WrongPlan(
      Sample.header + Sample.expand + "files: " + String(repeating: "[", count: 3_000),
      """
      migration.yaml:9:9: error: more than 32 levels of nesting [yaml-syntax]
        hint: lists and mappings stand in each other too deeply; look for a bracket that is never closed
      """),
    WrongPlan(
      Sample.header + Sample.expand + "---\nname: other\n",
      "migration.yaml:9:1: error: not YAML: but found another document (expected a single document in the stream, "
        + "line 1) [yaml-syntax]"),
    WrongPlan(
      Sample.header + Sample.expand + "verify: []\n",
      """
      migration.yaml:9:1: error: unknown key "verify" [unknown-key]
        hint: "verify" belongs under expand
      """),
    WrongPlan(
      Sample.header + Sample.expand + "pace: fast\n",
      """
      migration.yaml:9:1: error: unknown key "pace" [unknown-key]
        hint: the keys here are name, description, owner, targets, engine, schemaVersion, expand, backfill, switch, contract, \
      automatic, files
      """),
    WrongPlan(
      Sample.header.replacing("schemaVersion: 2", with: "schemaVersion: 0") + Sample.expand,
      "migration.yaml:5:16: error: schemaVersion: found 0, expected a whole number from 1 to 1000000000 [bad-value]"),
    WrongPlan(
      Sample.header.replacing("schemaVersion: 2", with: "schemaVersion: '2'") + Sample.expand,
      "migration.yaml:5:16: error: schemaVersion: found the text \"2\", expected a whole number from 1 to 1000000000 "
        + "[wrong-type]"),
    WrongPlan(
      Sample.header + Sample.expand + "files: [expand.sql]\n",
      """
      migration.yaml:9:9: error: files: "expand.sql" belongs to the plan already [duplicate-name]
        hint: leave it out
      """),
  ])
  fileprivate func `One thing wrong is told with its place and its remedy`(plan: WrongPlan) {
    #expect(Sample.wrong(plan.description) == plan.message)
  }
}

private struct WrongPlan: Sendable {
  let description: String
  let message: String

  init(_ description: String, _ message: String) {
    self.description = description
    self.message = message
  }
}
