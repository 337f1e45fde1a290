import MigrationControl

/// Changes as they come, one a line: for pipes and logs.
struct WatchLines: Sendable {
  let appearance: Appearance

  /// With its line break.
  func text(_ rollout: Wire.Rollout) -> String {
    let words = RolloutWords(rollout, appearance)
    let at = max(rollout.changedAt, rollout.progress?.at ?? rollout.changedAt)
    var parts = [appearance.moments.text(at), words.name, SafeText.line(rollout.state.text)]
    switch rollout.state.shape {
    case .running, .queued, .paused:
      if rollout.state.activity == .backfill, let progress = rollout.progress {
        parts.append(ProgressWords(progress).long)
      }
      if let detail = rollout.detail { parts.append(SafeText.line(detail)) }
    case .halted: parts.append(SafeText.line(words.haltSentence))
    case .planned, .completed, .cancelled, .rolledBack:
      if !words.note.isEmpty { parts.append(SafeText.line(words.note)) }
    }
    return parts.joined(separator: "  ") + "\n"
  }
}
