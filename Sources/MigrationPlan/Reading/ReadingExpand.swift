extension PlanDecoder {
  mutating func expand(_ node: YAMLNode) -> PlanExpand? {
    guard let fields = walk.fields(node, at: "expand") else { return nil }
    let phase = phaseScript(fields, at: "expand")
    let baseline = fields["prismaBaseline"].map { self.baseline($0, before: phase?.prisma, in: fields) } ?? []
    let run = prismaProgram(fields, at: "expand")
    let rollback = script(fields["rollback"], at: "expand.rollback")
    let verify = queries(fields["verify"], at: "expand.verify")
    guard let phase, let rollback else { return nil }
    return PlanExpand(
      sql: phase.script, prisma: phase.prisma, prismaBaseline: baseline, run: run, rollback: rollback,
      verify: verify)
  }

  /// The queries of a `verify` list; none where the key is left out.
  mutating func queries(_ node: YAMLNode?, at path: String) -> [PlanQuery] {
    guard let node else { return [] }
    var queries: [PlanQuery] = []
    var names: [String: Int] = [:]
    for item in walk.list(node, at: path, most: PlanBounds.queries) ?? [] {
      guard let fields = walk.fields(item, at: "\(path)[]") else { continue }
      let name = fields["name"].flatMap { walk.text($0, at: "\(path)[].name", most: 200) }
      if let name, let node = fields["name"] {
        if let line = names[name] {
          walk.add(
            "duplicate-name", at: node, "\(path): the name \"\(name)\" comes twice; the first is in line \(line)",
            hint: "the record tells queries apart by their names")
        }
        names[name] = names[name] ?? node.line
      }
      let inline = self.inline(fields["sql"], at: "\(path)[].sql")
      let file = self.script(fields["file"], at: "\(path)[].file")
      walk.exactlyOne(of: ["sql", "file"], in: fields)
      let script = inline ?? file
      if let name, let script { queries.append(PlanQuery(name: name, script: script)) }
    }
    return queries
  }
}
