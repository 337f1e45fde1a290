import MigrationPhases

extension RolloutState {
  func answer(to command: Command) -> Result<RolloutState, Refusal> {
    Result { () throws(Refusal) in try after(command) }
  }

  /// Every state that some command or some outcome of the try under way leads to.
  var following: Set<RolloutState> {
    let byCommand = Command.everyForm.compactMap { try? after($0) }
    let byOutcome = Outcome.all(attempt: 2).compactMap { after($0) }
    return Set(byCommand + byOutcome)
  }

  /// Every state that commands and outcomes lead to from here, this one too.
  var reachable: Set<RolloutState> {
    var found: Set<RolloutState> = [self]
    var open = [self]
    while let state = open.popLast() {
      for next in state.following where found.insert(next).inserted { open.append(next) }
    }
    return found
  }
}
