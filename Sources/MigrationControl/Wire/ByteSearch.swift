import Glibc

extension UnsafeRawBufferPointer {
  /// Where the first NUL at or after `start` is, counted from the beginning; `memchr` looks at many bytes at a time.
  func firstNUL(from start: Int) -> Int? {
    guard start < count, let base = baseAddress, let found = memchr(base + start, 0, count - start) else { return nil }
    return UnsafeRawPointer(found) - base
  }

  /// Whether a word of at least one byte stands in it; `memchr` looks for its beginning.
  func contains(_ word: [UInt8]) -> Bool {
    guard let base = baseAddress, let head = word.first else { return false }
    var start = 0
    while start + word.count <= count, let found = memchr(base + start, Int32(head), count - start - word.count + 1) {
      if memcmp(found, word, word.count) == 0 { return true }
      start = UnsafeRawPointer(found) - base + 1
    }
    return false
  }
}
