import MigrationControl

/// A command about a rollout that the daemon is to accept: then its state is shown, or its end waited for.
struct Accepting: Sendable {
  let options: GlobalOptions
  /// Wait for the end: then --timeout bounds that and the answer together.
  let wait: Bool

  func ask<Method: ControlMethod>(
    _ method: Method.Type, _ parameters: Method.Parameters, _ rollout: (Method.Reply) -> Wire.Rollout
  ) throws(Failure) {
    let began = ContinuousClock.now
    let answer = try options.daemon.call(method, parameters)
    let left = options.timeout.map { max($0 - (ContinuousClock.now - began), .milliseconds(1)) }
    try finish(answer, rollout, within: left)
  }

  private func finish<Method: ControlMethod>(
    _ answer: Answer<Method>, _ rollout: (Method.Reply) -> Wire.Rollout, within left: Duration?
  ) throws(Failure) {
    let output = options.output
    guard wait else {
      if output.show(.object(answer.json)) { return }
      let now = rollout(try answer.read())
      show(now, output)
      if let detail = now.detail, now.state.shape == .queued || now.state.shape == .paused {
        output.tell(SafeText.line(detail) + "\n")
      }
      if Awaited(now) != nil {
        output.tell(
          "Accepted and on record. Follow it: migratectl watch \(RolloutWords(now, output.appearance).arguments)\n")
      }
      return
    }
    let now = rollout(try answer.read())
    guard let awaited = Awaited(now) else { return show(now, output) }
    let follower = Follower(daemon: options.followedDaemon, output: output)
    let end = try follower.wait(for: awaited, timeout: left, of: options.timeout)
    if output.show(.object(try Daemon.object(["rollout": end]))) { return }
    show(end, output)
  }

  private func show(_ rollout: Wire.Rollout, _ output: Output) {
    let words = RolloutWords(rollout, output.appearance)
    output.show("\(words.name): \(words.tone.paint(SafeText.line(rollout.state.text), output.appearance))\n")
  }
}
