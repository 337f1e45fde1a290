extension PlanDecoder {
  /// The script of a phase: a file of its own, or the one in a folder that Prisma made.
  mutating func phaseScript(_ fields: YAMLFields, at path: String) -> (script: PlanScript, prisma: PrismaFolder?)? {
    walk.exactlyOne(of: ["sql", "prisma"], in: fields)
    let own = script(fields["sql"], at: "\(path).sql")
    let folder = fields["prisma"].flatMap { prisma($0, at: "\(path).prisma") }
    return own.map { ($0, nil) } ?? folder.map { ($0.script, $0.prisma) }
  }

  private mutating func prisma(_ node: YAMLNode, at path: String) -> (script: PlanScript, prisma: PrismaFolder)? {
    if let engine, engine != .postgresql {
      walk.add(
        "other-engine", at: node, "\(path): folders of Prisma are applied to PostgreSQL only",
        hint: "write engine: postgresql, or give the file as sql")
    }
    guard let text = walk.text(node, at: path, most: PlanBounds.text) else { return nil }
    let folder = text.hasSuffix("/") ? String(text.dropLast()) : text
    let name = folder.split(separator: "/").last.map(String.init) ?? ""
    guard PrismaFolder.isName(name) else {
      walk.add(
        "bad-value", at: node, "\(path): found \"\(name)\", expected a folder of `prisma migrate`",
        hint: "its name begins with fourteen digits and an underscore: 20261127120000_add_full_name")
      return nil
    }
    let file = "\(folder)/\(PrismaFolder.script)"
    guard let script = script(file, at: node, key: path), let bytes = gathered[file] else { return nil }
    return (script, PrismaFolder(name: name, bytes: bytes))
  }
}
