/// Every key of `migration.yaml`. The decoder knows no other, and docs/plan.md prints this table.
package enum PlanKeys {
  package static let all: [YAMLKey] = top + expand + backfill + `switch` + contract

  private static let top: [YAMLKey] = [
    YAMLKey(
      "name", "name", required: true, "What the migration is called: a-z, 0-9 and -, at most 63, first a letter."),
    YAMLKey("description", "text", required: true, "What it is for, in a sentence."),
    YAMLKey("owner", "text", required: true, "Who answers for it."),
    YAMLKey("targets", "name", required: true, "The group of databases, from the daemon's configuration."),
    YAMLKey(
      "engine", "sqlite or postgresql", required: false, standard: "sqlite",
      "What its SQL is written for; the databases of the group are of that kind."),
    YAMLKey(
      "schemaVersion", "whole number", required: true,
      "The version that a database offers once expand is complete, at least 1."),
    YAMLKey("expand", "mapping", required: true, "What is added, so that the old and the new release both work."),
    YAMLKey(
      "backfill", "mapping", required: false, standard: "nothing to do",
      "How existing rows get what expand made room for."),
    YAMLKey(
      "switch", "mapping", required: false, standard: "nothing to do",
      "How the application goes over to the new schema."),
    YAMLKey(
      "contract", "mapping", required: false, standard: "nothing to do", "What is taken away after the waiting period."),
    YAMLKey(
      "automatic", "list of phases", required: false, standard: "none",
      "The phases that a timer may start: expand, backfill, switch, contract."),
    YAMLKey(
      "files", "list of files", required: false, standard: "none",
      "Further files that belong to the plan and its digest, such as what a program of the plan reads."),
  ]

  private static let expand: [YAMLKey] =
    [
      YAMLKey(
        "expand.sql", "file", required: false,
        "The statements that add. They run in one transaction. Exactly one of sql and prisma."),
      YAMLKey(
        "expand.prisma", "folder", required: false,
        "A folder of prisma migrate, inside the plan's: its migration.sql adds. Exactly one of sql and prisma."),
      YAMLKey(
        "expand.prismaBaseline", "list of folders", required: false, standard: "not looked at",
        "All folders that come before that of prisma, oldest first. A database without _prisma_migrations gets them on "
          + "record as applied, without running them; any other must have these and no others."),
      program("expand"),
    ] + command("expand.run", timeout: "1h")
    + [YAMLKey("expand.rollback", "file", required: true, "The statements that take back exactly what was added.")]
    + verify("expand")

  private static let backfill: [YAMLKey] =
    [
      YAMLKey(
        "backfill.update", "mapping", required: false,
        "Rows are written by an UPDATE that migrated makes. Exactly one of update, sql and run."),
      YAMLKey("backfill.update.table", "text", required: true, "The table whose rows are written."),
      YAMLKey(
        "backfill.update.set", "mapping of SQL expressions", required: true,
        "For each column the expression over the row that it is set to."),
      YAMLKey(
        "backfill.update.where", "SQL condition", required: false, standard: "all rows",
        "Which rows need writing. It must be false for a row that was written."),
      YAMLKey(
        "backfill.update.keepInStep", "true or false", required: false, standard: "false",
        "From expand until contract, triggers do the same for rows that a release writes which does not know the columns "
          + "of set. Needs where."),
      YAMLKey(
        "backfill.update.reverse", "mapping of SQL expressions", required: false, standard: "none",
        "With keepInStep: for each old column the expression that it is set to where a release writes the new columns "
          + "alone."),
      YAMLKey(
        "backfill.sql", "mapping", required: false,
        "Rows are written by a statement of the plan's own. Exactly one of update, sql and run."),
      YAMLKey("backfill.sql.table", "text", required: true, "The table whose key is gone over in ranges."),
      YAMLKey(
        "backfill.sql.file", "file", required: true,
        "One statement for the rows with key > :lower AND key <= :upper."),
      YAMLKey(
        "backfill.run", "mapping", required: false,
        "Rows are written by a program. Exactly one of update, sql and run."),
    ] + command("backfill.run", timeout: "24h")
    + [
      YAMLKey(
        "backfill.remaining", "SQL query", required: true,
        "Gives one whole number: the rows still to be written. The backfill is complete at 0.")
    ] + verify("backfill")

  private static let `switch`: [YAMLKey] =
    [YAMLKey("switch.deploy", "mapping", required: true, "The program that brings the new release.")]
    + command("switch.deploy", timeout: "10m")
    + [YAMLKey("switch.rollback", "mapping", required: true, "The program that brings the old release back.")]
    + command("switch.rollback", timeout: "10m")
    + [
      YAMLKey(
        "switch.health", "mapping", required: false, standard: "not probed",
        "What must answer well after the deployment."),
      YAMLKey("switch.health.url", "URL", required: true, "http:// or https://, answered with status 200."),
      YAMLKey("switch.health.timeout", "time span", required: false, standard: "5s", "For one request, 1s to 5m."),
      YAMLKey(
        "switch.health.for", "time span", required: false, standard: "30s",
        "How long it must answer well without a break, 0s to 24h."),
    ] + verify("switch")

  private static let contract: [YAMLKey] =
    [
      YAMLKey(
        "contract.after", "time span", required: true,
        "The waiting period after switch. The environment's own minimum holds where it is longer."),
      YAMLKey(
        "contract.sql", "file", required: false,
        "The statements that take away, with a comment line `-- contract-phase-ok: <reason>`. Exactly one of sql and "
          + "prisma."),
      YAMLKey(
        "contract.prisma", "folder", required: false,
        "A folder of prisma migrate, inside the plan's: its migration.sql takes away. Exactly one of sql and prisma."),
      program("contract"),
    ] + command("contract.run", timeout: "1h") + verify("contract")

  private static func program(_ phase: String) -> YAMLKey {
    YAMLKey(
      "\(phase).run", "mapping", required: false, standard: "the daemon applies it",
      "A program that applies the folder of prisma, such as npx prisma migrate deploy.")
  }

  private static func verify(_ phase: String) -> [YAMLKey] {
    let list = "\(phase).verify"
    return [
      YAMLKey(
        list, "list of mappings", required: false, standard: "none", "Queries that must hold once \(phase) is done."),
      YAMLKey("\(list)[].name", "text", required: true, "What is verified, for people; unique in the phase."),
      YAMLKey(
        "\(list)[].sql", "SQL query", required: false, "Gives one true value. Exactly one of sql and file."),
      YAMLKey(
        "\(list)[].file", "file", required: false, "A file with such a query. Exactly one of sql and file."),
    ]
  }

  private static func command(_ path: String, timeout: String) -> [YAMLKey] {
    [
      YAMLKey(
        "\(path).command", "list of texts", required: true,
        "The program and its arguments; no shell. One that begins with ./ is a file of the plan."),
      YAMLKey("\(path).timeout", "time span", required: false, standard: timeout, "When it is ended, 1s to 7d."),
      YAMLKey(
        "\(path).directory", "path", required: false, standard: ".",
        "Where it runs: an absolute path on the daemon's host, or one inside the plan's folder."),
    ]
  }
}
