import MigrationPhases
import MigrationSQLite

/// One look at a plan's SQL, phase by phase, each in the schema that the ones before it leave.
struct SQLiteLintRun {
  let input: LintInput
  let sandbox: SQLiteSandbox
  private(set) var findings: [Finding] = []
  private var created = CreatedObjects()
  /// Expand did all that it says, so that what it adds is there for what comes after.
  private var isExpanded = true
  private var isExpandWrong = false
  /// Expand was looked at, and `created` is what it makes.
  private var isExpandKnown = false

  init(input: LintInput, sandbox: SQLiteSandbox) {
    self.input = input
    self.sandbox = sandbox
  }

  mutating func check(_ phase: Phase, file: String) throws(SQLiteError) {
    switch phase {
    case .expand:
      note(left: sandbox.left, file: file)
      try expand()
    case .backfill: try backfill()
    case .switch: break
    case .contract: contract()
    }
    for query in input.queries where query.phase == phase && !sandbox.budget.isSpent {
      sandbox.place = query.source
      add(SQLiteQueryCheck(sandbox: sandbox).check(query))
    }
  }

  /// Names that expand was to add would only be missing because it is wrong, which was told. What was found when the
  /// budget ran out is no finding.
  private mutating func add(_ further: [Finding]) {
    if sandbox.budget.isSpent { return }
    findings += further.filter {
      switch LintRule(rawValue: $0.rule) {
      case .unknownName?: isExpanded
      case .backfillOverwrites?: !isExpandWrong
      case _?, nil: true
      }
    }
  }

  private mutating func backfill() throws(SQLiteError) {
    guard let backfill = input.backfill else { return }
    var made = created
    if !isExpandKnown, let source = input.expand {
      made = try SQLiteScriptCheck.made(by: source, within: sandbox.budget)
    }
    add(SQLiteBackfillCheck(sandbox: sandbox, created: made).check(backfill))
  }

  /// Right before expand, and then no more, it can be seen for certain what is there already and what expand will make.
  mutating func checkWhatBackfillOverwrites() {
    guard let backfill = input.backfill else { return }
    let found = SQLiteBackfillCheck(sandbox: sandbox, created: created).check(backfill)
    add(found.filter { $0.rule == LintRule.backfillOverwrites.rawValue })
  }

  private mutating func note(left: [SQLiteError], file: String) {
    for error in left {
      findings.append(
        Finding(
          severity: .warning, file: file, rule: LintRule.schemaNotCopied.rawValue,
          message: "a virtual table of the target is not known here: \(error.message)",
          hint: "statements that use it cannot be checked"))
    }
  }

  private mutating func expand() throws(SQLiteError) {
    guard let source = input.expand else { return }
    let original = sandbox.schema
    var check = SQLiteScriptCheck(.expand, in: sandbox)
    check.check(source)
    findings += check.findings
    created = check.created
    isExpanded = check.isComplete
    isExpandKnown = true
    isExpandWrong = check.findings.contains { $0.severity == .error }
    guard let rollback = input.rollback else { return }
    let isComplete = check.isComplete
    let made = created
    let sandbox = sandbox
    add(
      try sandbox.undoing {
        Self.rollback(rollback, to: original, created: made, comparing: isComplete, in: sandbox)
      })
  }

  private static func rollback(
    _ source: ScriptSource, to original: SQLiteSchema, created: CreatedObjects, comparing: Bool,
    in sandbox: SQLiteSandbox
  ) -> [Finding] {
    var check = SQLiteScriptCheck(.rollback, in: sandbox, created: created)
    check.check(source)
    guard comparing, check.isComplete, !check.findings.contains(where: { $0.severity == .error }) else {
      return check.findings
    }
    var wanted = original
    wanted.tables.merge(sandbox.stubs) { known, _ in known }
    let changes = SQLiteSchemaChanges.list(wanted: wanted, now: sandbox.schema)
    guard !changes.isEmpty else { return check.findings }
    let shown = changes.prefix(10).joined(separator: "; ") + (changes.count > 10 ? "; …" : "")
    return check.findings + [
      Finding(
        file: source.file, rule: LintRule.rollbackDiffers.rawValue,
        message: "after expand and its rollback the schema is not what it was: \(shown)",
        hint: "take back exactly what expand added, last thing first")
    ]
  }

  private mutating func contract() {
    guard let source = input.contract else { return }
    findings += Self.tag(source, isDraft: input.isDraft)
    var check = SQLiteScriptCheck(.contract, in: sandbox, created: created)
    check.check(source)
    add(check.findings)
  }

  static func tag(_ source: ScriptSource, isDraft: Bool) -> [Finding] {
    let tags = ContractTag.all(in: source.text)
    guard !tags.contains(where: { $0.worth == .reason }) else { return [] }
    let hint = "say why nobody needs any more what is taken away"
    guard let tag = tags.first else {
      return [
        Finding(
          file: source.file, rule: LintRule.contractTag.rawValue,
          message: "there is no comment line `-- \(ContractTag.mark) <reason>` in the contract script", hint: hint)
      ]
    }
    let isPlaceholder = tag.worth == .placeholder
    let expected =
      isPlaceholder
      ? "a placeholder stands where the reason is expected, and no daemon takes a plan with one"
      : "'\(tag.text.prefix(60))' is no reason, expected at least \(ContractTag.leastWords) different words, "
        + "\(ContractTag.leastLetters) letters in all"
    return [
      Finding(
        severity: isPlaceholder && isDraft ? .warning : .error, file: source.file, line: source.line + tag.line - 1,
        rule: LintRule.contractTag.rawValue, message: "\(ContractTag.mark) \(expected)", hint: hint)
    ]
  }
}
