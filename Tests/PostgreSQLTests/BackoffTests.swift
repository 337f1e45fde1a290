import MigrationPostgreSQL
import Testing

@Suite struct BackoffTests {
  @Test func `pauses double up to the longest, and end`() {
    let backoff = Backoff(tries: 6, first: .milliseconds(100), longest: .milliseconds(500))
    let middles = [100, 200, 400, 500, 500]
    for (tried, middle) in zip(1..., middles) {
      let pauses = (1...50).compactMap { _ in backoff.pause(after: tried) }
      #expect(pauses.count == 50)
      #expect(pauses.allSatisfy { $0 >= .milliseconds(middle / 2) && $0 <= .milliseconds(middle * 3 / 2) })
    }
    #expect(backoff.pause(after: 6) == nil)
  }

  @Test func `pauses vary by half in either way`() {
    let backoff = Backoff(tries: 1_000, first: .milliseconds(100), longest: .milliseconds(100))
    let pauses = (1..<1_000).compactMap { backoff.pause(after: $0) }
    #expect(pauses.count == 999)
    #expect(pauses.allSatisfy { $0 >= .milliseconds(50) && $0 <= .milliseconds(150) })
    #expect((pauses.max() ?? .zero) - (pauses.min() ?? .zero) > .milliseconds(80))
  }

  @Test func `many tries do not run over`() {
    let backoff = Backoff(tries: .max, first: .seconds(1), longest: .seconds(60))
    #expect(backoff.pause(after: 10_000) ?? .zero <= .seconds(90))
  }

  @Test(arguments: [0, 1]) func `a single try has no pause`(tries: Int) {
    #expect(Backoff(tries: tries, first: .seconds(1), longest: .seconds(1)).pause(after: 1) == nil)
  }
}
