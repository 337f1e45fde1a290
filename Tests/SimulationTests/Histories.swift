import Foundation

/// Many histories, two at a time.
struct Histories: Sendable {
  struct Outcome: Sendable, Hashable {
    var seed: UInt64
    var head: String
    var tally: Tally
    /// Why it is not good, with the transcript and how to see it again; nil where it is.
    var failure: String?
  }

  static let actions = 40
  var seeds: [UInt64]

  /// `MIGRATED_SEED` asks for one, `MIGRATED_SEEDS` for so many.
  static func asked(orElse standard: UInt64) -> Histories {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["MIGRATED_SEED"].flatMap({ UInt64($0) }) { return Histories(seeds: [seed]) }
    let count = environment["MIGRATED_SEEDS"].flatMap { UInt64($0) } ?? standard
    return Histories(seeds: Array(1...max(1, count)))
  }

  /// At most three failures, the first ones.
  func run() async throws -> (Tally, failures: [String]) {
    let lanes = 2
    return try await withThrowingTaskGroup(of: (Tally, [Outcome]).self) { group in
      for lane in 0..<lanes {
        group.addTask {
          var tally = Tally()
          var bad: [Outcome] = []
          for seed in seeds where Int(seed) % lanes == lane && bad.count < 3 {
            let outcome = try await Self.one(seed)
            tally = tally + outcome.tally
            if outcome.failure != nil { bad.append(outcome) }
          }
          return (tally, bad)
        }
      }
      var tally = Tally()
      var bad: [Outcome] = []
      for try await (more, failures) in group {
        tally = tally + more
        bad += failures
      }
      return (tally, bad.sorted { $0.seed < $1.seed }.prefix(3).compactMap(\.failure))
    }
  }

  static func one(_ seed: UInt64) async throws -> Outcome {
    let folder = NSTemporaryDirectory() + "migrated-simulation-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let world = try await SimulatedWorld(seed: seed, folder: folder)
    await world.live(actions: actions)
    var outcome = await Outcome(seed: seed, head: world.head, tally: world.tally, failure: nil)
    if let violation = await world.violation {
      outcome.failure = """
        seed \(seed): \(violation)
        \(await world.transcript.joined(separator: "\n"))
        again: MIGRATED_SEED=\(seed) swift test --disable-xctest --filter SimulationTests.SimulationTests/random
        """
    }
    return outcome
  }
}
