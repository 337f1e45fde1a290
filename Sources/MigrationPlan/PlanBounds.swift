/// How large a plan may be.
public enum PlanBounds {
  public static let descriptionFile = 256 * 1024
  /// Any other file, in bytes.
  public static let file = 4 * 1024 * 1024
  public static let files = 64
  public static let pathLength = 255
  public static let queries = 64
  public static let arguments = 128
  public static let assignments = 64
  /// One text in `migration.yaml`, in characters; SQL written there excepted.
  public static let text = 4_096
  public static let findings = 200
}
