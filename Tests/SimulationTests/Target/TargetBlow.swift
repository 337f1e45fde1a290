/// What befalls one call to a target.
enum TargetBlow: Sendable, Hashable, CaseIterable {
  /// The daemon dies before anything is done.
  case dieBefore
  /// The daemon dies inside the transaction, which is rolled back.
  case dieInside
  /// The daemon dies after the commit and before it hears of it.
  case dieAfter
  /// The connection is lost before the commit, and nobody can say which side of it.
  case loseBefore
  /// The connection is lost after the commit, and nobody can say which side of it.
  case loseAfter
  /// It takes so long that others do things meanwhile.
  case interject
  /// The same, and it is interrupted on somebody's behalf: nothing of it is applied.
  case interrupt
}
