extension PlanDecoder {
  mutating func contract(_ node: YAMLNode) -> PlanContract? {
    guard let fields = walk.fields(node, at: "contract") else { return nil }
    let after = fields["after"].flatMap { walk.span($0, at: "contract.after", in: .zero...TimeSpan.longest) }
    let sql = script(fields["sql"], at: "contract.sql")
    let verify = queries(fields["verify"], at: "contract.verify")
    guard let after, let sql else { return nil }
    return PlanContract(after: after, sql: sql, verify: verify)
  }
}
