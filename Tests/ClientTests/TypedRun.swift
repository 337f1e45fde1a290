import Foundation
import Synchronization

/// The client on a terminal of its own, with somebody typing.
enum TypedRun {
  /// TIOCSPTLCK and TIOCGPTN of ioctl_tty(2), which Swift does not see.
  private static let unlock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// Types each answer when its question stands at the end of the output.
  static func migratectl(
    _ arguments: [String], socket: String, columns: UInt16 = 100, environment: [String: String] = [:],
    typing answers: [(question: String, answer: String)] = []
  ) async throws -> Ran {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var number: Int32 = 0
    var lock: Int32 = 0
    guard terminal >= 0, ioctl(terminal, unlock, &lock) == 0, ioctl(terminal, getNumber, &number) == 0 else {
      throw POSIXError(.ENODEV)
    }
    let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    var size = winsize(ws_row: 30, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(other, UInt(TIOCSWINSZ), &size)
    let handle = FileHandle(fileDescriptor: other, closeOnDealloc: false)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Ran.client)
    process.arguments = arguments
    process.environment = Ran.environment(socket).merging(["TERM": "xterm", "NO_COLOR": "1"]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = handle
    process.standardOutput = handle
    process.standardError = handle
    let ended = AsyncStream<Void> { continuation in
      process.terminationHandler = { _ in continuation.finish() }
    }
    try process.run()
    close(other)
    let output = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: converse(terminal, answers)) }
    }
    close(terminal)
    for await _ in ended {}
    return Ran(status: process.terminationStatus, output: output, errors: "")
  }

  /// Reads to the end, which on a terminal is an error.
  private static func converse(_ terminal: Int32, _ answers: [(question: String, answer: String)]) -> String {
    var output = ""
    var left = answers[...]
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(terminal, &chunk, chunk.count)
      guard count > 0 else { break }
      output += String(decoding: chunk[..<count], as: UTF8.self)
      if let next = left.first, output.hasSuffix(next.question) {
        left = left.dropFirst()
        let bytes = Array(next.answer.utf8)
        _ = write(terminal, bytes, bytes.count)
      }
    }
    return output.replacingOccurrences(of: "\r\n", with: "\n")
  }
}
