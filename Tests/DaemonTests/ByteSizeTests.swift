import Testing

@testable import migrated

@Suite struct ByteSizeTests {
  @Test(arguments: [
    ("65536", 65_536), ("1B", 1), ("512KiB", 512 << 10), ("512K", 512 << 10), ("1MiB", 1 << 20), ("1 MiB", 1 << 20),
    ("2G", 2 << 30), ("0", 0),
  ])
  func `a size is read with and without a unit`(text: String, bytes: Int) throws {
    #expect(try ByteSize.parse(text) == bytes)
  }

  @Test(arguments: ["", "MiB", "1MB", "1.5MiB", "-1", "1 M iB", "0x10", "١"])
  func `what is no size is refused with an example`(text: String) {
    #expect(throws: ByteSize.Problem(description: "found \"\(text)\", expected a size such as 65536, 512KiB or 1MiB")) {
      try ByteSize.parse(text)
    }
  }

  @Test func `a size that no number holds is refused`() {
    #expect(throws: ByteSize.Problem(description: "\"9223372036854775807K\" is more than any size can be")) {
      try ByteSize.parse("9223372036854775807K")
    }
  }

  @Test(arguments: [(1 << 20, "1MiB"), (64 << 10, "64KiB"), (1_536 << 10, "1536KiB"), (65_537, "65537"), (0, "0")])
  func `a size is written so that it reads back`(bytes: Int, text: String) throws {
    #expect(ByteSize.exact(bytes) == text)
    #expect(try ByteSize.parse(text) == bytes)
  }
}
