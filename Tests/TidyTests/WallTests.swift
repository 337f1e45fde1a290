import RepositoryFiles
import Testing

struct WallTests {
  @Test func `no file imports what its module may not`() throws {
    let layering = Layering(manifest: try Repository.text("Package.swift"))
    let files = try Checkout.sources()
    #expect(files.count > 100)
    for file in files { none(layering.complaints(about: file) + Outsiders.complaints(about: file)) }
  }

  @Test func `the package draws the arrows of the map and no other`() throws {
    none(Layering(manifest: try Repository.text("Package.swift")).complaints(map: Walls.allowed))
  }

  @Test func `every target is built strictly`() throws {
    none(Manifest.complaints(about: try Repository.text("Package.swift")))
  }

  @Test func `every module stands in architecture.md`() throws {
    let page = try Repository.text("docs/architecture.md")
    for module in Set(try Checkout.sources().map(\.module)) where module.hasPrefix("Migration") {
      #expect(page.contains("`\(module)`"), "\(module) is not on the map of docs/architecture.md")
    }
  }
}
