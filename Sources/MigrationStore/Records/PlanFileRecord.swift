/// One file of a registered plan, byte for byte.
public struct PlanFileRecord: Sendable, Hashable {
  /// Inside the plan's folder, with `/`: `expand.sql`.
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
