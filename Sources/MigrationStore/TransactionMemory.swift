import CMalloc

/// Memory of transactions. SQLite takes 64 KiB for a statement that may have to be undone, and gives it back at its end;
/// malloc would give it back to the kernel each time, to get it page by page again.
public enum TransactionMemory {
  /// Keeps up to `kept` bytes of what was given back, for a process that decides all the time.
  public static func keep() {
    mallopt(M_TRIM_THRESHOLD, kept)
    mallopt(M_TOP_PAD, padding)
  }

  private static let kept: Int32 = 4 * 1024 * 1024
  private static let padding: Int32 = 1024 * 1024
}
