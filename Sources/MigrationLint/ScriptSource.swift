/// SQL text and where it stands.
public struct ScriptSource: Sendable, Hashable {
  /// The file's path inside the plan.
  public var file: String
  public var text: String
  /// Place of the text's first character, from 1.
  public var line: Int
  public var column: Int

  public init(file: String, text: String, line: Int = 1, column: Int = 1) {
    self.file = file
    self.text = text
    self.line = line
    self.column = column
  }
}
