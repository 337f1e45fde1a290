import Synchronization
import Testing

@testable import migrated

@Suite struct UserNamesTests {
  @Test func `uid 0 is root and a number without a name stays a number`() {
    let names = UserNames()
    #expect(names.name(of: 0) == "root")
    #expect(names.name(of: 3_999_999_999) == "3999999999")
  }

  @Test func `what is remembered is bounded`() {
    let names = UserNames(capacity: 4)
    for uid: UInt32 in 3_999_999_000..<3_999_999_020 { _ = names.name(of: uid) }
    #expect(names.count <= 4)
  }

  @Test func `what is remembered is forgotten when its time is over`() {
    let start = ContinuousClock.now
    let passed = Mutex<Duration>(.zero)
    let names = UserNames(lifetime: .seconds(60), capacity: 2, now: { start + passed.withLock { $0 } })
    _ = names.name(of: 3_999_999_000)
    passed.withLock { $0 = .seconds(30) }
    _ = names.name(of: 3_999_999_001)
    passed.withLock { $0 = .seconds(61) }
    _ = names.name(of: 3_999_999_002)
    // The first was over, the second was kept.
    #expect(names.count == 2)
  }

  @Test func `accounts are looked up both ways`() {
    #expect(Accounts.uid(ofUser: "root") == .found(0))
    #expect(Accounts.gid(ofGroup: "root") == .found(0))
    #expect(Accounts.name(ofUser: 0) == .found("root"))
    #expect(Accounts.uid(ofUser: "no-such-user") == .absent)
    #expect(Accounts.gid(ofGroup: "no-such-group") == .absent)
    #expect(Accounts.name(ofUser: 3_999_999_999) == .absent)
  }
}
