import MigrationDigest
import MigrationTargets
import Testing
import ThrowawayPostgreSQL

@Suite struct RestorePointTests {
  @Test func `a restore point is named in the log where the role may do that, else its position is told`() async throws
  {
    try await Database.with { database in
      let target = try database.target()
      let plain = try await target.restorePoint(in: "/nowhere", label: "shop/1")
      #expect(
        plain.path.wholeMatch(
          of:
            /postgresql: shop-1: timeline 1, LSN [0-9A-F]+\/[0-9A-F]+, no restore point \(EXECUTE on pg_create_restore_point is not granted\), \d{4}-\d\d-\d\dT[\d:.]+Z, archive_mode off/
        ) != nil, "\(plain.path)")
      #expect(plain.sha256 == SHA256.hex(of: plain.path.utf8) && plain.bytes == plain.path.utf8.count)
      try database.admin().run("GRANT EXECUTE ON FUNCTION pg_create_restore_point(text) TO \(database.owner)")
      let named = try await target.restorePoint(in: "/nowhere", label: String(repeating: "long'", count: 20))
      #expect(named.path.contains(", restore point 'long-long-"), "\(named.path)")
    }
  }
}
