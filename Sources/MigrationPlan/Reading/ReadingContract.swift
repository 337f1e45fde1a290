extension PlanDecoder {
  mutating func contract(_ node: YAMLNode) -> PlanContract? {
    guard let fields = walk.fields(node, at: "contract") else { return nil }
    let after = fields["after"].flatMap { walk.span($0, at: "contract.after", in: .zero...TimeSpan.longest) }
    let phase = phaseScript(fields, at: "contract")
    let run = prismaProgram(fields, at: "contract")
    let verify = queries(fields["verify"], at: "contract.verify")
    guard let after, let phase else { return nil }
    return PlanContract(after: after, sql: phase.script, prisma: phase.prisma, run: run, verify: verify)
  }
}
