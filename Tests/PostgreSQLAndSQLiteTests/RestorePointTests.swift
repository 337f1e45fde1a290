import Foundation
import MigrationTargets
import Testing

@Suite struct RestorePointTests {
  @Test(arguments: Engine.allCases)
  func `a restore point has its digest and its size, and changes nothing in the database`(
    engine: Engine
  ) async throws {
    try await engine.with(Sample.people) { place in
      let folder = NSTemporaryDirectory() + "migrated-copies-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let target = try place.target()
      let before = try await target.observe()
      let first = try await target.restorePoint(in: folder, label: "add-full-name")
      let second = try await target.restorePoint(in: folder, label: "add-full-name")
      #expect(first.path != second.path)
      for point in [first, second] {
        #expect(point.sha256.wholeMatch(of: /[0-9a-f]{64}/) != nil && point.bytes > 0)
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
      #expect(files.sorted() == engine.pick(sqlite: [first.path, second.path].sorted(), postgresql: []))
      #expect(try await target.observe().schemaFingerprint == before.schemaFingerprint)
      #expect(try place.value("SELECT count(*) FROM people") == "3")
      #expect(try !place.hasLedger())
    }
  }
}
