extension PlanDecoder {
  mutating func backfill(_ node: YAMLNode) -> PlanBackfill? {
    guard let fields = walk.fields(node, at: "backfill") else { return nil }
    let update = fields["update"].flatMap { self.update($0) }
    let statement = fields["sql"].flatMap { ownStatement($0) }
    let run = fields["run"].flatMap { command($0, at: "backfill.run", timeout: .seconds(86_400)) }
    walk.exactlyOne(of: ["update", "sql", "run"], in: fields)
    let remaining = inline(fields["remaining"], at: "backfill.remaining")
    let verify = queries(fields["verify"], at: "backfill.verify")
    guard let work = update?.work ?? statement ?? run.map({ .run($0) }), let remaining else { return nil }
    return PlanBackfill(
      work: work, remaining: remaining, verify: verify, keepsInStep: update?.keepsInStep ?? false,
      reverse: update?.reverse ?? [])
  }

  /// An UPDATE that is made of columns and expressions, and whether triggers do the same for rows that are written.
  private struct Update {
    var work: PlanBackfill.Work
    var keepsInStep: Bool
    var reverse: [PlanBackfill.Assignment]
  }

  private mutating func update(_ node: YAMLNode) -> Update? {
    let path = "backfill.update"
    guard let fields = walk.fields(node, at: path) else { return nil }
    let table = fields["table"].flatMap { walk.text($0, at: "\(path).table", most: 200) }
    let assignments = fields["set"].flatMap { self.assignments($0, at: "\(path).set") }
    let condition = inline(fields["where"], at: "\(path).where")
    let keeps = fields["keepInStep"].flatMap { walk.boolean($0, at: "\(path).keepInStep") } ?? false
    let reverse = fields["reverse"].flatMap { self.assignments($0, at: "\(path).reverse") } ?? []
    if let place = fields["keepInStep"], keeps, fields["where"] == nil {
      walk.add(
        "missing-key", at: place, "\(path).keepInStep needs where, which tells the rows that are still to be written",
        hint: "such as where: full_name IS NULL")
    }
    if let place = fields["reverse"], !keeps {
      walk.add("bad-value", at: place, "\(path).reverse is of no use without keepInStep: true")
    }
    let both = Set(reverse.map { $0.column.lowercased() }).intersection(
      (assignments ?? []).map { $0.column.lowercased() })
    if let place = fields["reverse"], let column = both.sorted().first {
      walk.add("bad-value", at: place, "\(path).reverse writes \(column), which set writes, too")
    }
    guard let table, let assignments, fields["where"] == nil || condition != nil else { return nil }
    return Update(
      work: .update(table: table, assignments: assignments, condition: condition), keepsInStep: keeps, reverse: reverse)
  }

  private mutating func assignments(_ node: YAMLNode, at path: String) -> [PlanBackfill.Assignment]? {
    guard let entries = walk.entries(node, at: path, most: PlanBounds.assignments) else { return nil }
    guard !entries.isEmpty else {
      walk.add("bad-value", at: node, "\(path): found no column, expected at least one with its expression")
      return nil
    }
    let assignments = entries.compactMap { entry in
      expression(entry.value, at: "\(path).\(entry.key)").map {
        PlanBackfill.Assignment(column: entry.key, expression: $0)
      }
    }
    return assignments.count == entries.count ? assignments : nil
  }

  /// A SQL expression. One that YAML takes for a number is as good as a text: `set: { archived: 0 }`.
  private mutating func expression(_ node: YAMLNode, at path: String) -> PlanScript? {
    if case .scalar(let scalar) = node.value, scalar.kind == .integer, Int(scalar.text).map({ "\($0)" }) == scalar.text
    {
      return PlanScript(file: Plan.fileName, text: scalar.text, line: scalar.textLine, column: scalar.textColumn)
    }
    return inline(node, at: path)
  }

  private mutating func ownStatement(_ node: YAMLNode) -> PlanBackfill.Work? {
    guard let fields = walk.fields(node, at: "backfill.sql") else { return nil }
    let table = fields["table"].flatMap { walk.text($0, at: "backfill.sql.table", most: 200) }
    let script = script(fields["file"], at: "backfill.sql.file")
    guard let table, let script else { return nil }
    return .sql(table: table, script: script)
  }
}
