import Testing

@testable import MigrationConfinement

@Suite struct PathsBesideTests {
  private let host = [
    "/": ["bin", "mnt", "var"], "/var": ["lib", "log"], "/var/lib": ["apt", "migrated", "migrated2"],
    "/mnt": ["disk", "usb"],
  ]

  @Test func `everything beside the way to a folder is given, and nothing on it`() {
    #expect(
      PathsBeside(folders: ["/var/lib/migrated"]).paths { host[$0] ?? [] }
        == ["/bin", "/mnt", "/var/lib/apt", "/var/lib/migrated2", "/var/log"])
  }

  @Test func `of several folders each is left out`() {
    #expect(
      PathsBeside(folders: ["/var/lib/migrated", "/mnt/disk"]).paths { host[$0] ?? [] }
        == ["/bin", "/mnt/usb", "/var/lib/apt", "/var/lib/migrated2", "/var/log"])
    #expect(PathsBeside(folders: ["/var", "/var/lib/migrated"]).paths { host[$0] ?? [] } == ["/bin", "/mnt"])
  }

  @Test func `beside everything there is nothing`() {
    #expect(PathsBeside(folders: ["/"]).paths { host[$0] ?? [] } == [])
  }
}
