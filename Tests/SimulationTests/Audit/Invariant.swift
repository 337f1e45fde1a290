/// What must hold at every moment of every history.
enum Invariant: String, CaseIterable, Sendable, Hashable {
  /// No step is done twice on a database, no row written twice, no program run again that had its effect.
  case stepTwice
  /// A phase acts only on the effects of the one before, and is complete only with its own.
  case skipped
  /// A phase begins only when every gate of the real policy holds.
  case gates
  /// Contract comes when its waiting period is over in true time, unless the clock was set forward meanwhile.
  case earlyContract
  /// What was answered as accepted, or as refused, is on record; what was on record stays.
  case lost
  /// The history leads to the stored state of every rollout.
  case folding
  /// The chain of the history is whole.
  case altered
  /// At most one activity runs on a database.
  case oneActivity
  /// A report that comes too late changes nothing.
  case stale
  /// The intent of a step is on record before the step changes anything.
  case intent
  /// Nothing is taken back once contract was applied, and what was rolled back is gone.
  case wayBack
  /// A program of the plan is run again only after a person said so.
  case unasked
  /// Well-meaning people bring every rollout to an end.
  case stuck
}
