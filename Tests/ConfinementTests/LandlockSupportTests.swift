import CLandlock
import Glibc
import Testing

@testable import MigrationConfinement

@Suite struct LandlockSupportTests {
  @Test func `what is not covered is said, with what to do`() {
    #expect(LandlockSupport.version(6).gap == nil)
    #expect(LandlockSupport.version(7).gap == nil)
    #expect(
      LandlockSupport.version(3).gap
        == "this kernel's Landlock does not keep a program that a plan runs from sending signals to the daemon; "
        + "Linux 6.12 does")
    #expect(
      LandlockSupport.absent.gap
        == "this kernel has no Landlock: a program that a plan runs can alter the state folder, as the daemon's user "
        + "can; start Linux 5.13 or newer with landlock among its lsm=")
    #expect(
      LandlockSupport.denied("Operation not permitted").gap
        == "Landlock may not be used here (Operation not permitted): a program that a plan runs can alter the state "
        + "folder; allow the system calls landlock_create_ruleset, landlock_add_rule and landlock_restrict_self")
  }

  @Test func `each version handles what it knows`() {
    #expect(LandlockAccess.all(version: 1).rawValue == 0b1_1111_1111_0110)
    #expect(LandlockAccess.all(version: 2).rawValue == 0b11_1111_1111_0110)
    #expect(LandlockAccess.all(version: 7).rawValue == 0b111_1111_1111_0110)
  }

  @Test func `a kernel that does not know of truncate is helped out`() async {
    await #expect(processExitsWith: .success) {
      let path = "/tmp/migrated-truncate-\(getpid())"
      let file = open(path, O_RDWR | O_CREAT, 0o600)
      defer { unlink(path) }
      guard refuse_truncate() == 0, write(file, "abc", 3) == 3 else { exit(1) }
      guard truncate(path, 0) == -1, errno == EPERM else { exit(2) }
      // What is open for writing may be cut all the same.
      guard ftruncate(file, 1) == 0 else { exit(3) }
    }
  }
}
