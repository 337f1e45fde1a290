import Glibc

/// Where output goes. Written at once: nothing is lost when the process ends.
enum StandardStream: Int32, Sendable {
  /// Data: what was asked for.
  case output = 1
  /// Messages, questions and progress.
  case error = 2

  /// What cannot be written is dropped: nobody is left to tell.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(rawValue, rest.baseAddress, rest.count)
        if count > 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno != EINTR {
          return
        }
      }
    }
  }
}
