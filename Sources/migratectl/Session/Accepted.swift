import MigrationControl

/// What comes after a command that the daemon accepted: its state is shown, or its end waited for.
struct Accepted: Sendable {
  let options: GlobalOptions
  /// Wait for the end.
  let wait: Bool

  func finish<Method: ControlMethod>(
    _ answer: Answer<Method>, _ rollout: (Method.Reply) -> Wire.Rollout
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
    let end = try follower.wait(for: awaited, timeout: options.timeout)
    if output.show(.object(try Daemon.object(["rollout": end]))) { return }
    show(end, output)
  }

  private func show(_ rollout: Wire.Rollout, _ output: Output) {
    let words = RolloutWords(rollout, output.appearance)
    output.show("\(words.name): \(words.tone.paint(SafeText.line(rollout.state.text), output.appearance))\n")
  }
}
