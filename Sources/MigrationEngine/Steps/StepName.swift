/// Names of the steps that a target's ledger proves.
enum StepName {
  static let apply = "apply"
  static let rows = "rows"
  static let undo = "undo"
}
