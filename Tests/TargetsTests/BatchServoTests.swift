import MigrationBackfill
import Testing

@Suite struct BatchServoTests {
  private let settings = BatchServo.Settings(initial: 1_000, floor: 10, ceiling: 50_000)

  private let target = Duration.milliseconds(100)

  /// Feeds batches whose rows take `each` and that cost `fixed` besides.
  private func run(
    _ servo: inout BatchServo, batches: Int, each: Duration, fixed: Duration = .zero
  ) -> [Int] {
    (0..<batches).map { _ in
      let used = servo.limit
      servo.record(held: each * used + fixed, rowsWritten: used, target: target)
      return servo.limit
    }
  }

  @Test func `it grows by double until a batch takes its time, and stays there`() {
    var servo = BatchServo(settings)
    let limits = run(&servo, batches: 12, each: .microseconds(10))
    #expect(limits.prefix(4) == [2_000, 4_000, 8_000, 10_000])
    #expect(limits.suffix(8).allSatisfy { (9_900...10_100).contains($0) })
  }

  @Test func `a cost of its own for each batch is part of the time`() {
    var servo = BatchServo(settings)
    let limit = run(&servo, batches: 60, each: .microseconds(10), fixed: .milliseconds(20)).last ?? 0
    #expect((7_500...8_500).contains(limit))
  }

  @Test func `a spike cuts it at once, and it comes back`() {
    var servo = BatchServo(settings)
    _ = run(&servo, batches: 12, each: .microseconds(10))
    servo.record(held: .seconds(1), rowsWritten: servo.limit, target: target)
    #expect((900...1_100).contains(servo.limit))
    let limits = run(&servo, batches: 12, each: .microseconds(10))
    #expect(zip(limits, limits.dropFirst()).allSatisfy { $1 <= $0 * 2 })
    #expect((9_500...10_500).contains(limits.last ?? 0))
  }

  @Test func `a shorter target is met at once`() {
    var servo = BatchServo(settings)
    _ = run(&servo, batches: 12, each: .microseconds(10))
    servo.record(held: .milliseconds(100), rowsWritten: servo.limit, target: .milliseconds(40))
    #expect((3_900...4_100).contains(servo.limit))
  }

  @Test func `rows that are slow from the first one on end at the floor`() {
    var servo = BatchServo(settings)
    #expect(run(&servo, batches: 10, each: .seconds(1)).last == 10)
  }

  @Test func `fast rows end at the ceiling`() {
    var servo = BatchServo(settings)
    #expect(run(&servo, batches: 20, each: .nanoseconds(1)).last == 50_000)
  }

  @Test func `a stretch that needs no writing does not make the next batch too large`() {
    var servo = BatchServo(settings)
    _ = run(&servo, batches: 12, each: .microseconds(10))
    for _ in 0..<20 { servo.record(held: .milliseconds(1), rowsWritten: 0, target: target) }
    #expect((19_000...21_000).contains(servo.limit))
  }

  @Test func `a batch that took no time does no harm`() {
    var servo = BatchServo(settings)
    servo.record(held: .zero, rowsWritten: 0, target: target)
    #expect(servo.limit == 2_000)
  }

  @Test func `settings that make no sense still give a batch`() {
    var servo = BatchServo(BatchServo.Settings(initial: 0, floor: 0, ceiling: 0))
    #expect(servo.limit == 1)
    servo.record(held: .seconds(1), rowsWritten: 1, target: .zero)
    #expect(servo.limit == 1)
  }
}
