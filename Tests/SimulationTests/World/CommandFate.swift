/// What becomes of a program that a plan runs.
enum CommandFate: Sendable, Hashable, CaseIterable {
  case ends
  /// With a status other than 0 and no effect.
  case fails
  case isKilledAfterItsEffect, isKilledBeforeItsEffect
  case isTooLateAfterItsEffect
  case doesNotStart
  /// The daemon dies while it runs.
  case daemonDiesBeforeItsEffect, daemonDiesAfterItsEffect
  /// It takes so long that others do things meanwhile.
  case interject
}
