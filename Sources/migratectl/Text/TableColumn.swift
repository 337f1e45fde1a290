/// A column of a table.
struct TableColumn: Sendable {
  enum Alignment: Sendable { case left, right }

  /// What becomes of it where the table is too wide. Columns yield in the order of their numbers.
  enum Yield: Sendable {
    case never
    /// Cut, down to a few characters.
    case shrinks(Int)
    /// Cut, and left out where that is not enough.
    case shrinksThenGoes(Int)
    /// Left out, never cut.
    case goes(Int)

    /// nil for what never yields.
    var order: Int? {
      switch self {
      case .never: nil
      case .shrinks(let order), .shrinksThenGoes(let order), .goes(let order): order
      }
    }
  }

  var title: String
  var alignment: Alignment
  var yield: Yield

  init(_ title: String, _ alignment: Alignment = .left, _ yield: Yield = .never) {
    self.title = title
    self.alignment = alignment
    self.yield = yield
  }
}
