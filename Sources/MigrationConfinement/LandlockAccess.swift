import CLandlock

/// Rights in the file system that rules are about, by the kernel's numbers. To list a folder and to execute what can be
/// read is no harm and left as it is, so are devices and networks.
struct LandlockAccess: OptionSet, Sendable, Hashable {
  var rawValue: UInt64

  static let readFile = LandlockAccess(rawValue: LANDLOCK_READ_FILE)
  /// What there is to allow on something that is no folder.
  static let ofFile = LandlockAccess(rawValue: LANDLOCK_READ_FILE | LANDLOCK_WRITE_FILE | LANDLOCK_TRUNCATE)

  /// Everything of it that a version of the interface knows.
  static func all(version: Int) -> LandlockAccess {
    var all: UInt64 =
      LANDLOCK_READ_FILE | LANDLOCK_WRITE_FILE | LANDLOCK_REMOVE_DIR | LANDLOCK_REMOVE_FILE | LANDLOCK_MAKE_CHAR
      | LANDLOCK_MAKE_DIR | LANDLOCK_MAKE_REG | LANDLOCK_MAKE_SOCK | LANDLOCK_MAKE_FIFO | LANDLOCK_MAKE_BLOCK
      | LANDLOCK_MAKE_SYM
    if version >= 2 { all |= LANDLOCK_REFER }
    if version >= 3 { all |= LANDLOCK_TRUNCATE }
    return LandlockAccess(rawValue: all)
  }
}
