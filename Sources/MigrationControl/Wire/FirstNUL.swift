import Glibc

extension UnsafeRawBufferPointer {
  /// Where the first NUL at or after `start` is, counted from the beginning; `memchr` looks at many bytes at a time.
  func firstNUL(from start: Int) -> Int? {
    guard start < count, let base = baseAddress, let found = memchr(base + start, 0, count - start) else { return nil }
    return UnsafeRawPointer(found) - base
  }
}
