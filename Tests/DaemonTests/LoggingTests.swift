import Glibc
import Logging
import Testing

@testable import migrated

@Suite struct LoggingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func logger(_ sink: LogSink) -> Logger {
    var logger = Logger(label: "test") { JournalLogHandler(label: $0, sink: sink) }
    logger.logLevel = .trace
    return logger
  }

  /// What a logger writes to a file as its standard error.
  private func written(_ style: LogSink.Style, journal: String? = nil, _ body: (Logger) -> Void) throws -> String {
    let path = "\(folder.path)/stderr"
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    body(logger(LogSink(journal: journal, descriptor: descriptor, style: style)))
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  @Test func `the journal gets the message, its priority and its metadata as fields`() throws {
    let journal = try ReceivingSocket(path: "\(folder.path)/journal")
    let text = try written(.numbers, journal: journal.path) { log in
      log.warning("the backfill waits", metadata: ["rollout": "7", "käse-id": "x"])
    }
    #expect(text == "")
    #expect(
      journal.receiveText() == """
        MESSAGE=the backfill waits käse-id=x rollout=7
        PRIORITY=4
        SYSLOG_IDENTIFIER=migrated
        MIGRATED_LOGGER=test
        MIGRATED_K__SE_ID=x
        MIGRATED_ROLLOUT=7

        """)
  }

  @Test func `a message that the journal does not take goes to standard error`() throws {
    var journal: ReceivingSocket? = try ReceivingSocket(path: "\(folder.path)/journal")
    let path = try #require(journal?.path)
    let text = try written(.numbers, journal: path) { log in
      log.info("one")
      journal = nil
      log.error("two")
    }
    #expect(text == "<3>two\n")
  }

  @Test func `people get the level in words, a manager in numbers`() throws {
    let say: (Logger) -> Void = { log in
      for level in Logger.Level.allCases { log.log(level: level, "x") }
    }
    #expect(
      try written(.words, say)
        == "trace: x\ndebug: x\ninfo: x\nnotice: x\nwarning: x\nerror: x\ncritical: x\n")
    #expect(try written(.numbers, say) == "<7>x\n<7>x\n<6>x\n<5>x\n<4>x\n<3>x\n<2>x\n")
  }

  @Test func `a message of several lines cannot pass for several messages`() throws {
    let text = try written(.numbers) { $0.info("reason: x\n<0>the host burns\r\u{1B}[31m\tred") }
    #expect(text == "<6>reason: x\n    <0>the host burns\\x0d\\x1b[31m\tred\n")
  }

  @Test func `metadata of the logger and of the message are both there, the message's own first`() throws {
    let text = try written(.words) { log in
      var log = log
      log[metadataKey: "target"] = "shop"
      log[metadataKey: "try"] = "1"
      log.info("x", metadata: ["try": "2"])
    }
    #expect(text == "info: x target=shop try=2\n")
  }

  @Test func `what is below the level is not written`() throws {
    let text = try written(.words) { log in
      var log = log
      log.logLevel = .warning
      log.info("x")
      log.warning("y")
    }
    #expect(text == "warning: y\n")
  }

  @Test func `standard error is the journal's where $JOURNAL_STREAM names it`() {
    var status = stat()
    #expect(fstat(0, &status) == 0)
    #expect(LogSink.is(0, "\(status.st_dev):\(status.st_ino)"))
    #expect(!LogSink.is(0, "\(status.st_dev):\(status.st_ino + 1)"))
    #expect(!LogSink.is(0, nil))
    #expect(!LogSink.is(-1, "0:0"))
  }

  @Test func `names of fields have the journal's letters`() {
    #expect(JournalLogHandler.fieldName("request.id") == "MIGRATED_REQUEST_ID")
    #expect(JournalLogHandler.fieldName(String(repeating: "x", count: 200)).count == 64)
    #expect(JournalLogHandler.fieldName("") == "MIGRATED_")
  }

  @Test(.timeLimit(.minutes(1))) func `a journal that does not keep up holds nobody up for long`() throws {
    let journal = try ReceivingSocket(path: "\(folder.path)/journal")
    guard let socket = DatagramSocket(path: journal.path, patience: .milliseconds(1)) else {
      Issue.record("there is no socket to send to")
      return
    }
    var taken = 0
    while socket.send([1]) { taken += 1 }
    #expect(taken > 0)
  }
}
