import MigrationDigest
import MigrationPlan
import Testing

@Suite struct FilesTests {
  private let files = PlanFiles([
    PlanFile(path: "migration.yaml", text: "a: b\n"), PlanFile(path: "b.sql", text: ""),
    PlanFile(path: "é.sql", bytes: [0, 255]), PlanFile(path: "B.sql", text: "x"),
  ])

  @Test func `Files are in the order of their paths' bytes`() {
    #expect(files.paths == ["B.sql", "b.sql", "migration.yaml", "é.sql"])
    #expect(files["é.sql"] == [0, 255] && files["missing"] == nil)
  }

  @Test func `The digest is the SHA-256 of the layout that is written down`() {
    let plan = PlanFiles([PlanFile(path: "b", text: "xyz"), PlanFile(path: "a", text: "")])
    let layout: [UInt8] =
      [0, 0, 0, 0, 0, 0, 0, 1, 0x61, 0, 0, 0, 0, 0, 0, 0, 0]
      + [0, 0, 0, 0, 0, 0, 0, 1, 0x62, 0, 0, 0, 0, 0, 0, 0, 3, 0x78, 0x79, 0x7A]
    #expect(plan.encoded == layout)
    #expect(plan.digest == "9dd28e634db61e89f0dd15670c80299b86062004470256ffa843230cb1ef0e8d")
    #expect(plan.digest == SHA256.hex(of: layout))
  }

  @Test func `Any byte changed, moved or renamed changes the digest`() {
    var digests: Set<String> = [files.digest]
    var count = 1
    for (index, file) in files.files.enumerated() {
      for position in file.bytes.indices {
        var changed = files.files
        var bytes = file.bytes
        bytes[position] ^= 1
        changed[index] = PlanFile(path: file.path, bytes: bytes)
        digests.insert(PlanFiles(changed).digest)
        count += 1
      }
      var renamed = files.files
      renamed[index] = PlanFile(path: file.path + "x", bytes: file.bytes)
      digests.insert(PlanFiles(renamed).digest)
      var left = files.files
      left.remove(at: index)
      digests.insert(PlanFiles(left).digest)
      count += 2
    }
    // A byte that goes from a path to the content after it.
    digests.insert(PlanFiles([PlanFile(path: "ab", text: "c")]).digest)
    digests.insert(PlanFiles([PlanFile(path: "a", text: "bc")]).digest)
    #expect(digests.count == count + 2)
  }

  @Test func `The order that files come in does not matter`() {
    #expect(PlanFiles(files.files.reversed()).digest == files.digest)
    #expect(PlanFiles(files.files.reversed()) == files)
  }

  @Test func `What was encoded is read back`() throws {
    #expect(try PlanFiles(encoded: files.encoded) == files)
    #expect(try PlanFiles(encoded: []).files.isEmpty)
  }

  @Test func `Bytes that are no plan are refused wherever they end`() {
    let encoded = files.encoded
    var boundaries: Set<Int> = [0]
    var place = 0
    for file in files.files {
      place += 16 + file.path.utf8.count + file.bytes.count
      boundaries.insert(place)
    }
    for length in encoded.indices where !boundaries.contains(length) {
      #expect(throws: PlanError.self) { try PlanFiles(encoded: Array(encoded[..<length])) }
    }
  }

  @Test func `Lengths beyond any plan, paths out of order and paths that are no text are refused`() {
    let huge: [UInt8] = [0xFF, 0, 0, 0, 0, 0, 0, 0]
    #expect(throws: PlanError.self) { try PlanFiles(encoded: huge) }
    let twice = PlanFiles([PlanFile(path: "a", text: "")]).encoded + PlanFiles([PlanFile(path: "a", text: "")]).encoded
    #expect(throws: PlanError.self) { try PlanFiles(encoded: twice) }
    let noText: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]
    #expect(throws: PlanError.notAPlan("a path is not UTF-8")) { try PlanFiles(encoded: noText) }
    let many = PlanFiles((0...PlanBounds.files).map { PlanFile(path: "f\($0)", text: "") })
    #expect(throws: PlanError.notAPlan("more than 64 files")) { try PlanFiles(encoded: many.encoded) }
  }
}
