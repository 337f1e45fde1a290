import MigrationPhases
import MigrationPlan

extension Performance {
  /// Between two looks.
  private static let every: Duration = .seconds(1)
  /// How long an application may take to become healthy at all, on top of the time it must stay so.
  private static let patience: Duration = .seconds(120)

  /// Asks until the endpoint has answered well for as long as the plan wants, without a break.
  func watch(_ health: PlanHealth) async -> StepEnd {
    let clock = ContinuousClock()
    let start = clock.now
    var goodSince: ContinuousClock.Instant?
    var last = "never asked"
    while clock.now - start < health.steady + Self.patience {
      if claim.stop.isSet { return .stopped }
      let answer = await HTTPGet(url: health.url, timeout: health.timeout).run()
      if let complaint = HealthDocument.complaint(about: answer, schemaVersion: claim.plan.schemaVersion) {
        goodSince = nil
        last = complaint
      } else {
        let since = goodSince ?? clock.now
        goodSince = since
        if clock.now - since >= health.steady { return .done("healthy for \(health.steady.inWords)") }
      }
      do { try await Task.sleep(for: min(Self.every, max(health.steady, .milliseconds(50)))) } catch { return .stopped }
    }
    return .failed("\(health.url) did not stay healthy for \(health.steady.inWords): \(last)")
  }
}
