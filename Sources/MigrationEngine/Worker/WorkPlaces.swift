/// Where the worker keeps files, all absolute paths of folders that exist.
public struct WorkPlaces: Sendable, Hashable {
  /// Copies of targets made before contract; kept.
  public var restorePoints: String
  /// Plans unpacked for the commands that they run.
  public var plans: String
  /// Output of commands while they run.
  public var work: String

  public init(restorePoints: String, plans: String, work: String) {
    self.restorePoints = restorePoints
    self.plans = plans
    self.work = work
  }
}
