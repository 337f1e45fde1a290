import MigrationTargets
import Synchronization

/// What a target said while it was at a step: shown as it comes, and kept for the record.
final class StepNotes: Sendable {
  private struct Kept {
    var remarks: [String] = []
    var waited: String?
  }

  private let kept = Mutex(Kept())
  private let engine: Engine
  private let claim: Claim

  init(of claim: Claim, in engine: Engine) {
    self.claim = claim
    self.engine = engine
  }

  func take(_ note: TargetNote) {
    switch note {
    case .begins: show(nil)
    case .isAt(let text): show(text.isEmpty ? nil : text)
    case .waits(let text):
      kept.withLock { $0.waited = text }
      show(text)
    case .remark(let text):
      kept.withLock { $0.remarks.append(text) }
      engine.log.warning("\(claim.migration.name) on \(claim.entry.name): \(text)")
    }
  }

  /// With what belongs on record beside how the step ended.
  /// - Parameter withoutWait: the detail says itself who is in the way.
  func beside(_ detail: String, withoutWait: Bool = false) -> String {
    engine.progress.note(nil, of: claim.rollout.id)
    let kept = kept.withLock { $0 }
    let waited = withoutWait ? [] : kept.waited.map { ["waited: \($0)"] } ?? []
    return ([detail] + kept.remarks + waited).joined(separator: "; ")
  }

  private func show(_ text: String?) {
    guard engine.progress.note(of: claim.rollout.id) != text else { return }
    engine.progress.note(text, of: claim.rollout.id)
    engine.changes.changed()
  }
}
