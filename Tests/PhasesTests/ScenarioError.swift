/// A line of a scenario that is neither a command nor an outcome.
struct ScenarioError: Error, Equatable {
  var line: Int
  var words: [String]
}
