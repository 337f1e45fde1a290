import NIOCore

/// Whether a reader takes what is written for it.
struct WriteProgress {
  /// Bytes written so far, taken or not.
  var written = 0
  /// Bytes taken when progress was seen last.
  private var taken = 0
  /// When progress was seen last, or when waiting began.
  private(set) var since = NIODeadline.distantPast
  private var isWaiting = false

  /// True while bytes wait; `since` is then the time of the last progress.
  mutating func isBlocked(waiting: Int, now: NIODeadline) -> Bool {
    guard waiting > 0 else {
      isWaiting = false
      return false
    }
    let takenNow = written - waiting
    if !isWaiting || takenNow > taken { since = now }
    isWaiting = true
    taken = takenNow
    return true
  }
}
