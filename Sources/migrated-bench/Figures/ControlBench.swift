import MigrationControl

/// Round trips of the control protocol against an echo: one call, one reply, one process at each end. The figure is of a
/// call that reads nothing, which is what the protocol itself costs; calls that read the journal are in the notes.
struct ControlBench: Bench {
  let names = ["control-round-trips-vs-echo"]

  private static let rounds = 20
  private static let calls = 1_000
  private static let depth = 32

  func measure(in place: Workplace) throws -> Report {
    let daemon = try DaemonUnderTest("control", SampleJournal(migrations: 3, history: 100), in: place)
    defer { daemon.stop() }
    let echo = try EchoUnderTest(in: place)
    defer { echo.stop() }
    let client = try ControlCaller(daemon.client())
    let asked = #"{"method":"\#(Call.List.name)","parameters":{"migration":"\#(SampleJournal.name(2))"}}"#
    let request = Array(asked.utf8) + [0]
    let (echoed, called) = (try echo.connect(), try MessageSocket(connectingTo: daemon.socket))
    func echoOnce() throws {
      try echoed.send(request)
      try echoed.receive()
    }
    let protocolAlone = try compare(Self.calls, echoOnce, with: client.information)
    let list = try compare(Self.calls, echoOnce) { try client.list() }
    let status = try compare(Self.calls, echoOnce, with: client.status)
    let many = [UInt8](repeatElement(request, count: Self.depth).joined())
    let pipelined = try compare(Self.calls / Self.depth) {
      try echoed.send(many)
      try echoed.receive(Self.depth)
    } with: {
      try called.send(many)
      try called.receive(Self.depth)
    }
    let scale = Double(Self.depth)
    return Report(
      figures: [Figure(names[0], protocolAlone.ratios, .atLeast(0.3))],
      notes: [
        "GetInfo, which reads nothing, a second: \(decimal(protocolAlone.ours.median)); "
          + "echo: \(decimal(protocolAlone.limit.median))",
        "List of one migration, read from the journal each time, a second: \(decimal(list.ours.median)), "
          + "\(decimal(list.ratios.median)) of echo",
        "Status, read from the journal each time, a second: \(decimal(status.ours.median)), "
          + "\(decimal(status.ratios.median)) of echo",
        "List, \(Self.depth) in flight, a second: \(decimal(pipelined.ours.median * scale)); "
          + "echo: \(decimal(pipelined.limit.median * scale)), ratio \(pipelined.ratios.words)",
      ])
  }

  private func compare(
    _ calls: Int, _ limit: () throws -> Void, with ours: () throws -> Void
  ) throws -> (ratios: Spread, ours: Spread, limit: Spread) {
    var (ratios, rates, limits): ([Double], [Double], [Double]) = ([], [], [])
    for round in 0...Self.rounds {
      let limitSeconds = try Stopwatch.seconds { for _ in 0..<calls { try limit() } }
      let ourSeconds = try Stopwatch.seconds { for _ in 0..<calls { try ours() } }
      guard round > 0 else { continue }  // the first one warms up
      ratios.append(limitSeconds / ourSeconds)
      rates.append(Double(calls) / ourSeconds)
      limits.append(Double(calls) / limitSeconds)
    }
    return (try Spread(ratios), try Spread(rates), try Spread(limits))
  }
}
