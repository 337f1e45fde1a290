import Testing

@testable import migrated

@Suite struct NotifierTests {
  let folder: TemporaryFolder
  let manager: ReceivingSocket

  init() throws {
    folder = try TemporaryFolder()
    manager = try ReceivingSocket(path: "\(folder.path)/notify")
  }

  @Test(arguments: [
    ([ServiceNotice.ready, .status("serving")], "READY=1\nSTATUS=serving"),
    ([.stopping, .status("finishing")], "STOPPING=1\nSTATUS=finishing"),
    ([.watchdog], "WATCHDOG=1"),
    ([.reloading(at: .microseconds(1_234_567))], "RELOADING=1\nMONOTONIC_USEC=1234567"),
    ([.extendTimeout(.seconds(90))], "EXTEND_TIMEOUT_USEC=90000000"),
  ])
  func `notices are lines of one datagram`(notices: [ServiceNotice], text: String) {
    #expect(notices.flatMap(\.lines).joined(separator: "\n") == text)
  }

  @Test func `a notice reaches the service manager in one datagram`() {
    #expect(Notifier(path: manager.path).notify(.ready, .status("serving 3 targets")))
    #expect(manager.receiveText() == "READY=1\nSTATUS=serving 3 targets")
    #expect(!manager.pending())
  }

  @Test func `an abstract socket is reached too`() throws {
    let abstract = try ReceivingSocket(path: "@\(folder.path)/notify")
    #expect(Notifier(path: abstract.path).notify(.watchdog))
    #expect(abstract.receiveText() == "WATCHDOG=1")
  }

  @Test func `a text with a newline is no second assignment`() {
    Notifier(path: manager.path).notify(.status("failed:\nREADY=1\u{0}\r"))
    #expect(manager.receiveText() == "STATUS=failed: READY=1  ")
  }

  @Test func `reloading tells the moment that it began`() throws {
    Notifier(path: manager.path).notifyReloading()
    let lines = try #require(manager.receiveText()).split(separator: "\n")
    #expect(lines.first == "RELOADING=1")
    #expect(Int64(lines[1].dropFirst("MONOTONIC_USEC=".count)).map { $0 > 0 } == true)
  }

  @Test func `where nobody listens telling does nothing`() {
    #expect(!Notifier(path: nil).notify(.ready))
    #expect(!Notifier(path: "\(folder.path)/nobody").notify(.ready))
    #expect(!Notifier(path: "relative").notify(.ready))
    #expect(!Notifier(path: "/" + String(repeating: "x", count: 200)).notify(.ready))
  }
}
