import Testing

@testable import MigrationConfinement

@Suite struct MountTests {
  private let table = Mount.all(
    in: """
      22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
      23 22 0:22 / /proc rw - proc proc rw
      30 22 254:16 / /var rw - ext4 /dev/vdb rw
      31 22 254:16 /lib /mnt/lib rw shared:4 - ext4 /dev/vdb rw
      32 22 254:16 /lib/migrated/restore-points /srv/copies rw - ext4 /dev/vdb rw
      33 22 254:0 / /mnt/a\\040root rw - ext4 /dev/vda rw
      34 30 254:32 /copies /var/lib/migrated/restore-points rw - ext4 /dev/vdc rw
      35 22 254:32 / /backup rw - ext4 /dev/vdc rw
      nonsense

      """)

  @Test func `lines are read, escapes too, and what is no line is passed over`() {
    #expect(table.count == 8)
    #expect(table[5].point == "/mnt/a root")
    #expect(table[3].root == "/lib")
    #expect(table[3].device == "254:16")
  }

  @Test func `a folder is found by every name that it, or a part of it, has`() {
    #expect(
      Set(table.names(of: "/var/lib/migrated", on: 30)) == [
        "/var/lib/migrated", "/mnt/lib/migrated", "/srv/copies", "/backup/copies",
      ])
    #expect(Set(table.names(of: "/srv/state", on: 22)) == ["/srv/state", "/mnt/a root/srv/state"])
  }

  @Test func `without the mount's number the longest fitting point counts`() {
    #expect(Set(table.names(of: "/var/lib/migrated", on: 0)).contains("/mnt/lib/migrated"))
    #expect([Mount]().names(of: "/var/lib/migrated", on: 0) == ["/var/lib/migrated"])
  }

  @Test(arguments: [
    ("/a/b", "/a", true), ("/a", "/a", true), ("/ab", "/a", false), ("/a", "/a/b", false), ("/a", "/", true),
  ])
  func `a path lies at or below a folder`(path: String, folder: String, lies: Bool) {
    #expect(path.isAtOrBelow(folder) == lies)
  }

  @Test(arguments: [
    ("/a/b", "/a", "/x", "/x/b"), ("/a/b", "/", "/x", "/x/a/b"), ("/a/b", "/a", "/", "/b"), ("/a", "/a", "/", "/"),
    ("/a", "/a", "/x", "/x"), ("/", "/", "/x", "/x"),
  ])
  func `a path moves with its folder`(path: String, old: String, new: String, moved: String) {
    #expect(path.moved(from: old, to: new) == moved)
  }
}
