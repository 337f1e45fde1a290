import MigrationPhases

/// Looks at the SQL of a plan for PostgreSQL targets, by PostgreSQL's own parser. Nothing is run and no target is asked:
/// what was there before expand is whatever the plan does not make itself.
public enum PostgreSQLLint {
  /// Everything in `input`, in the order of the phases, or some of the phases.
  public static func check(_ input: LintInput, phases: [Phase] = Phase.allCases) -> [Finding] {
    phases.flatMap { phase in
      check(phase, of: input)
        + input.queries.filter { $0.phase == phase }.flatMap { PostgreSQLQueryCheck.check($0) }
    }
  }

  private static func check(_ phase: Phase, of input: LintInput) -> [Finding] {
    switch phase {
    case .expand: return expand(input)
    case .backfill:
      guard let backfill = input.backfill else { return [] }
      return PostgreSQLBackfillCheck(made: made(by: input.expand)).check(backfill, file: "migration.yaml")
    case .switch: return []
    case .contract:
      guard let source = input.contract else { return [] }
      var check = PostgreSQLScriptCheck(.contract, made: made(by: input.expand))
      check.check(source)
      return SQLiteLintRun.tag(commentsOnly(source), isDraft: input.isDraft) + check.findings
    }
  }

  private static func expand(_ input: LintInput) -> [Finding] {
    guard let source = input.expand else { return [] }
    var expand = PostgreSQLScriptCheck(.expand)
    expand.check(source)
    guard let source = input.rollback else { return expand.findings }
    var rollback = PostgreSQLScriptCheck(.rollback, made: expand.made)
    rollback.check(source)
    let findings = expand.findings + rollback.findings
    let left = rollback.made.left
    guard !left.isEmpty, !findings.contains(where: { $0.severity == .error }) else { return findings }
    return findings + [
      Finding(
        file: source.file, rule: LintRule.rollbackDiffers.rawValue,
        message: "after expand and its rollback there is left over: \(left.prefix(10).joined(separator: ", "))"
          + (left.count > 10 ? ", …" : ""),
        hint: "take back exactly what expand added, last thing first")
    ]
  }

  private static func made(by expand: ScriptSource?) -> PostgreSQLMade {
    guard let expand else { return PostgreSQLMade() }
    var check = PostgreSQLScriptCheck(.expand)
    check.check(expand)
    return check.made
  }

  /// The script with blanks for its statements, so that no tag is found in a string or a function's body.
  private static func commentsOnly(_ source: ScriptSource) -> ScriptSource {
    guard let ranges = try? PostgreSQLParser.split(source.text) else { return source }
    var bytes = Array(source.text.utf8)
    for range in ranges {
      let start = PostgreSQLBlanks.end(in: bytes, from: range.lowerBound, to: range.upperBound)
      for place in start..<max(start, range.upperBound) where bytes[place] != 10 { bytes[place] = 32 }
    }
    var comments = source
    comments.text = String(decoding: bytes, as: UTF8.self)
    return comments
  }
}
