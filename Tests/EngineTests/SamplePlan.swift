import MigrationPlan

/// A plan that gives the customers one column for their full name, with programs that leave a trace in a folder.
struct SamplePlan: Sendable {
  /// Where programs write what they did.
  var folder: String
  var name = "add-full-name"
  /// A shell script; it is called with `v2`.
  var deploy = "exit 0"
  /// A shell script; it is called with `v1`.
  var undeploy = "exit 0"
  var timeout = "10s"
  var health: String?
  var wait = "14d"
  var backfill = true
  /// Which rows the backfill writes.
  var condition: String? = "full_name IS NULL"
  /// Further keys of the backfill, which then has triggers of its own in place of the plan's.
  var inStep: String?
  /// A shell script that does the backfill instead.
  var fill: String?
  /// A query that must hold after a phase.
  var verify: [String: String] = [:]
  var automatic = ""
  /// Further statements of a script, by its file.
  var more: [String: String] = [:]
  var remaining = "SELECT count(*) FROM Customer WHERE full_name IS NULL"
  /// What the contract script's tag says.
  var reason = "every release since v2 reads full_name"

  var files: PlanFiles {
    PlanFiles(
      [
        PlanFile(path: Plan.fileName, text: description),
        PlanFile(path: "expand.sql", text: expand + (more["expand.sql"] ?? "")),
        PlanFile(path: "back.sql", text: back + (more["back.sql"] ?? "")),
        PlanFile(path: "contract.sql", text: contract + (more["contract.sql"] ?? "")),
        PlanFile(path: "deploy.sh", text: script(deploy)), PlanFile(path: "undeploy.sh", text: script(undeploy)),
      ] + (fill.map { [PlanFile(path: "fill.sh", text: script($0))] } ?? []))
  }

  /// Writes down that it ran, for which database and with which argument, and then does what it is to do.
  private func script(_ body: String) -> String {
    "#!/bin/sh\necho \"$1 $MIGRATED_TARGET\" >> \(folder)/deployed\n\(body)\n"
  }

  private func verifyList(_ phase: String, _ standard: String) -> String {
    """
      verify:
        - name: as it should be
          sql: \(verify[phase] ?? standard)
    """
  }

  private var description: String {
    var text = """
      name: \(name)
      description: Customers get one column for their full name
      owner: shop
      targets: shop
      schemaVersion: 2
      automatic: [\(automatic)]
      expand:
        sql: expand.sql
        rollback: back.sql
      \(verifyList("expand", "SELECT count(*) = 1 FROM pragma_table_info('Customer') WHERE name = 'full_name'"))

      """
    if backfill {
      let only = condition.map { ", where: \($0)" } ?? ""
      let work =
        fill == nil
        ? "update: { table: Customer, set: { full_name: \"FirstName || ' ' || LastName\" }\(only)\(inStep.map { ", \($0)" } ?? "") }"
        : "run: { command: [./fill.sh, fill], timeout: \(timeout) }"
      text += """
        backfill:
          \(work)
          remaining: \(remaining)

        """
    }
    text += """
      switch:
        deploy: { command: [./deploy.sh, v2], timeout: \(timeout) }
        rollback: { command: [./undeploy.sh, v1], timeout: \(timeout) }
      \(health.map { "  health: { url: \"\($0)\", timeout: 1s, for: 1s }" } ?? "")
      contract:
        after: \(wait)
        sql: contract.sql
      \(verifyList("contract", "SELECT count(*) = 0 FROM pragma_table_info('Customer') WHERE name = 'FirstName'"))

      """
    return text
  }

  private var expand: String {
    Self.column + (inStep == nil ? Self.trigger : "")
  }
  private static let column = "ALTER TABLE Customer ADD COLUMN full_name TEXT;\n"
  private static let trigger = """
    CREATE TRIGGER customer_full_name_insert AFTER INSERT ON Customer
    WHEN NEW.full_name IS NULL
    BEGIN
      UPDATE Customer SET full_name = NEW.FirstName || ' ' || NEW.LastName WHERE rowid = NEW.rowid;
    END;

    """
  private var back: String {
    (inStep == nil ? Self.untrigger : "") + "ALTER TABLE Customer DROP COLUMN full_name;\n"
  }
  private static let untrigger = "DROP TRIGGER customer_full_name_insert;\n"
  private var contract: String {
    """
    -- contract-phase-ok: \(reason)
    \(inStep == nil ? Self.untrigger : "")
    ALTER TABLE Customer DROP COLUMN FirstName;
    ALTER TABLE Customer DROP COLUMN LastName;

    """
  }
}
