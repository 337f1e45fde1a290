import CLandlock
import Glibc

/// What this kernel has to confine a program with (https://docs.kernel.org/userspace-api/landlock.html).
public enum LandlockSupport: Sendable, Hashable {
  /// The version of its interface, from 1.
  case version(Int)
  /// Older than Linux 5.13, built without it, or left out by `lsm=` at boot.
  case absent
  /// A filter of system calls is in the way; the text says what the kernel answered.
  case denied(String)

  public static var current: LandlockSupport {
    let version = landlock_version()
    if version > 0 { return .version(Int(version)) }
    switch errno {
    case ENOSYS, EOPNOTSUPP: return .absent
    case let code: return .denied(String(cString: strerror(code)))
    }
  }

  /// What a program can still do that it should not, for the log; nil where nothing is left.
  public var gap: String? {
    switch self {
    case .absent:
      "this kernel has no Landlock: a program that a plan runs can alter the state folder, as the daemon's user can; "
        + "start Linux 5.13 or newer with landlock among its lsm="
    case .denied(let why):
      "Landlock may not be used here (\(why)): a program that a plan runs can alter the state folder; allow the system "
        + "calls landlock_create_ruleset, landlock_add_rule and landlock_restrict_self"
    case .version(..<6):
      "this kernel's Landlock does not keep a program that a plan runs from sending signals to the daemon; Linux 6.12 does"
    case .version: nil
    }
  }
}
