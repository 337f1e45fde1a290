import Foundation
import Testing

@testable import migratectl

struct ManualTests {
  private static let path =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path + "/docs/man/migratectl.1"

  @Test func `the manual page is the one that the command line gives`() throws {
    let page = ManualPage(help: .all).text
    if ProcessInfo.processInfo.environment["MIGRATED_RECORD"] == "1" {
      let folder = URL(fileURLWithPath: Self.path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try page.write(toFile: Self.path, atomically: true, encoding: .utf8)
    }
    let kept = (try? String(contentsOfFile: Self.path, encoding: .utf8)) ?? ""
    #expect(kept == page, "write it anew: MIGRATED_RECORD=1 swift test --filter ClientTests")
    for status in Status.allCases { #expect(page.contains(".B \(status.rawValue)\n")) }
    for command in ["advance", "sign\\-off", "audit verify", "exit\\-codes"] {
      #expect(page.contains(".SS \(command)"))
    }
  }
}
