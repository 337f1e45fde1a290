/// One file of a plan.
public struct PlanFile: Sendable, Hashable {
  /// Relative to the plan's folder, parts separated by `/`.
  public let path: String
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

  /// Begins with `#!`, so it must be executable where it is run.
  public var isProgram: Bool { bytes.starts(with: Array("#!".utf8)) }
}
