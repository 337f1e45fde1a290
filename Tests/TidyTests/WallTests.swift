import Testing

struct WallTests {
  private func module(of path: String) -> String { String(path.split(separator: "/")[1]) }

  @Test func `no file imports what its module may not`() {
    #expect(Repository.sources.count > 100)
    for path in Repository.sources {
      let breaches = Walls.breaches(module: module(of: path), imports: Walls.imports(in: Repository.text(path)))
      #expect(breaches.isEmpty, "\(path): \(breaches.joined(separator: "; "))")
    }
  }

  @Test func `the package draws no arrow that is not on the map`() {
    let manifest = Repository.text("Package.swift")
    for block in manifest.components(separatedBy: "\n    ").filter({
      $0.hasPrefix("module(") || $0.contains("name: \"")
    }) {
      let names = block.matches(of: /"([A-Za-z-]+)"/).map { String($0.1) }.filter { Walls.ours.contains($0) }
      guard let module = names.first, let allowed = Walls.allowed[module] else { continue }
      for name in names.dropFirst() where name != module {
        #expect(allowed[name] != nil, "Package.swift lets \(module) depend on \(name)")
      }
    }
  }

  @Test func `every module stands in architecture.md`() {
    let page = Repository.text("docs/architecture.md")
    for path in Set(Repository.sources.map { module(of: $0) }) where path.hasPrefix("Migration") {
      #expect(page.contains("`\(path)`"), "\(path) is not on the map of docs/architecture.md")
    }
  }

  @Test func `a forbidden import is noticed`() {
    let text =
      "@testable import MigrationEngine\npublic import struct MigrationStore.Journal\n// import MigrationLint\n"
    let imports = Walls.imports(in: text)
    #expect(imports == ["MigrationEngine", "MigrationStore"])
    #expect(Walls.breaches(module: "MigrationPhases", imports: imports).count == 2)
    #expect(Walls.breaches(module: "MigrationControl", imports: ["Foundation"]).count == 1)
    #expect(Walls.breaches(module: "MigrationUtils", imports: []).count == 1)
    #expect(Walls.breaches(module: "MigrationEngine", imports: ["MigrationStore", "Logging"]).isEmpty)
  }
}
