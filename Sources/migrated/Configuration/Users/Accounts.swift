import Glibc

/// The host's users and groups, as the name service switch has them. May block for as long as that does.
enum Accounts {
  static func uid(ofUser name: String) -> AccountLookup<UInt32> {
    ask(size: _SC_GETPW_R_SIZE_MAX) { (buffer, size, result: inout UInt32?) in
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      let code = getpwnam_r(name, &entry, buffer, size, &found)
      result = found?.pointee.pw_uid
      return code
    }
  }

  static func gid(ofGroup name: String) -> AccountLookup<UInt32> {
    ask(size: _SC_GETGR_R_SIZE_MAX) { (buffer, size, result: inout UInt32?) in
      var entry = group()
      var found: UnsafeMutablePointer<group>?
      let code = getgrnam_r(name, &entry, buffer, size, &found)
      result = found?.pointee.gr_gid
      return code
    }
  }

  static func name(ofUser uid: UInt32) -> AccountLookup<String> {
    ask(size: _SC_GETPW_R_SIZE_MAX) { (buffer, size, result: inout String?) in
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      let code = getpwuid_r(uid, &entry, buffer, size, &found)
      result = found.map { String(cString: $0.pointee.pw_name) }
      return code
    }
  }

  /// Asks again with a larger buffer while the answer does not fit. Some services answer with an error number where they
  /// mean that there is none (getpwnam_r(3), under ERRORS).
  private static func ask<Value>(
    size hint: Int, _ body: (UnsafeMutablePointer<CChar>, Int, inout Value?) -> Int32
  ) -> AccountLookup<Value> {
    var size = max(sysconf(Int32(hint)), 1_024)
    while true {
      var value: Value?
      let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
      defer { buffer.deallocate() }
      let code = body(buffer, size, &value)
      switch code {
      case 0: return value.map { .found($0) } ?? .absent
      case ENOENT, ESRCH, EBADF, EPERM: return .absent
      case ERANGE where size < 1 << 20: size *= 4
      case EINTR: continue
      default: return .failed(String(cString: strerror(code)))
      }
    }
  }
}
