/// Where the worker keeps files, all absolute paths of folders that exist.
public struct WorkPlaces: Sendable, Hashable {
  /// What the others lie in. Programs of plans are kept out of it, but for what is said below.
  public var state: String
  /// Copies of targets made before contract; kept.
  public var restorePoints: String
  /// Plans unpacked for the programs that they run, which may read them.
  public var plans: String
  /// Output of programs while they run.
  public var work: String
  /// What programs have as HOME where the daemon's own lies in the state folder; all of them may write it.
  public var home: String

  public init(state: String, restorePoints: String, plans: String, work: String, home: String) {
    self.state = state
    self.restorePoints = restorePoints
    self.plans = plans
    self.work = work
    self.home = home
  }

  /// Held, shared, by whoever looks after a program of a plan.
  public var presence: String { "\(work)/programs" }
}
