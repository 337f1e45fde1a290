/// What a history came across, so that a run of many can show that it met everything.
struct Tally: Sendable, Hashable {
  var actions = 0
  var deaths = 0
  var contracts = 0
  var rollbacks = 0
  var staleReports = 0
  var unknownOutcomes = 0
  var refusals = 0
  var unmetGates = 0
  var restores = 0
  var interjections = 0
  var takenAway = 0

  static func + (left: Tally, right: Tally) -> Tally {
    var sum = left
    sum.actions += right.actions
    sum.deaths += right.deaths
    sum.contracts += right.contracts
    sum.rollbacks += right.rollbacks
    sum.staleReports += right.staleReports
    sum.unknownOutcomes += right.unknownOutcomes
    sum.refusals += right.refusals
    sum.unmetGates += right.unmetGates
    sum.restores += right.restores
    sum.interjections += right.interjections
    sum.takenAway += right.takenAway
    return sum
  }
}
