extension PlanDecoder {
  /// The script of a phase: a file of its own, or the one in a folder that Prisma made.
  mutating func phaseScript(_ fields: YAMLFields, at path: String) -> (script: PlanScript, prisma: PrismaFolder?)? {
    walk.exactlyOne(of: ["sql", "prisma"], in: fields)
    let own = script(fields["sql"], at: "\(path).sql")
    let folder = fields["prisma"].flatMap { prisma($0, at: "\(path).prisma") }
    return own.map { ($0, nil) } ?? folder.map { ($0.script, $0.prisma) }
  }

  /// The program that applies the phase's folder of Prisma.
  mutating func prismaProgram(_ fields: YAMLFields, at path: String) -> PlanCommand? {
    guard let node = fields["run"] else { return nil }
    if fields["prisma"] == nil {
      walk.add(
        "bad-value", at: node, "\(path).run: found without \(path).prisma, the folder that the program applies",
        hint:
          "only what _prisma_migrations tells afterwards can be left to a program: name the folder, or leave run out")
    }
    if let baseline = fields["prismaBaseline"] {
      walk.add(
        "bad-value", at: baseline,
        "\(path).prismaBaseline: found beside \(path).run, whose program keeps "
          + "_prisma_migrations itself",
        hint: "npx prisma migrate resolve --applied FOLDER, once for each folder whose changes are there")
    }
    return command(node, at: "\(path).run", timeout: .seconds(3_600))
  }

  private mutating func prisma(_ node: YAMLNode, at path: String) -> (script: PlanScript, prisma: PrismaFolder)? {
    if let engine, engine != .postgresql {
      walk.add(
        "other-engine", at: node, "\(path): folders of Prisma are applied to PostgreSQL only",
        hint: "write engine: postgresql, or give the file as sql")
    }
    return folder(
      node, at: path, hint: "its name begins with fourteen digits and an underscore: 20261127120000_add_full_name"
    ) {
      PrismaFolder.isName($0)
    }
  }

  /// The folders of `expand.prismaBaseline`, which all come before `own`.
  mutating func baseline(_ node: YAMLNode, before own: PrismaFolder?, in fields: YAMLFields) -> [PrismaFolder] {
    let path = "expand.prismaBaseline"
    if fields["prisma"] == nil {
      walk.add(
        "bad-value", at: node, "\(path): found without expand.prisma, whose folder these come before",
        hint: "leave it out, or give the script as a folder of prisma migrate")
    }
    var folders: [PrismaFolder] = []
    for item in walk.list(node, at: path, most: PlanBounds.files) ?? [] {
      // Prisma's own word for the first one of a database that was there before is 0_init.
      guard let (_, folder) = folder(item, at: "\(path)[]", hint: nil, accepts: { PrismaFolder.isAnyName($0) }) else {
        continue
      }
      let names = [folders.last?.name, folder.name, own?.name].compactMap { $0 }
      for (before, after) in zip(names, names.dropFirst()) where !before.utf8.lexicographicallyPrecedes(after.utf8) {
        walk.add(
          "bad-value", at: item, "\(path): \(before) does not come before \(after)",
          hint: "name each once, in the order of their names, and only what comes before the folder of expand.prisma")
      }
      folders.append(folder)
    }
    return folders
  }

  private mutating func folder(
    _ node: YAMLNode, at path: String, hint: String?, accepts: (String) -> Bool
  ) -> (script: PlanScript, prisma: PrismaFolder)? {
    guard let text = walk.text(node, at: path, most: PlanBounds.text) else { return nil }
    let folder = text.hasSuffix("/") ? String(text.dropLast()) : text
    let name = folder.split(separator: "/").last.map(String.init) ?? ""
    guard accepts(name) else {
      walk.add(
        "bad-value", at: node, "\(path): found \"\(name)\", expected a folder of `prisma migrate`", hint: hint)
      return nil
    }
    let file = "\(folder)/\(PrismaFolder.script)"
    guard let script = script(file, at: node, key: path), let bytes = gathered[file] else { return nil }
    return (script, PrismaFolder(name: name, bytes: bytes))
  }
}
