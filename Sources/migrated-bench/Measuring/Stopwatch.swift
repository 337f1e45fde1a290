/// Seconds that something takes.
enum Stopwatch {
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
  }

  static func seconds(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void) async rethrows
    -> Double
  {
    let start = ContinuousClock.now
    try await body()
    return (ContinuousClock.now - start) / .seconds(1)
  }
}
