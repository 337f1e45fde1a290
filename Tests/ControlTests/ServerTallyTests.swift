import Testing

@testable import MigrationControl

@Suite("Letting connections in")
struct ServerTallyTests {
  static func peer(_ uid: UInt32) -> Peer { Peer(uid: uid, gid: 0, pid: 1, groups: []) }

  @Test("a user at the bound keeps no other user out, and can come again when one has left")
  func users() {
    var limits = ServerLimits()
    limits.connectionsPerUser = 2
    limits.connections = 4
    let log = EventLog()
    let tally = ServerTally(limits: limits) { log.note("\($0)") }
    #expect(tally.admit(Self.peer(1)) && tally.admit(Self.peer(1)) && !tally.admit(Self.peer(1)))
    #expect(tally.admit(Self.peer(2)))
    tally.left(Self.peer(1))
    #expect(tally.admit(Self.peer(1)) && tally.admit(Self.peer(3)) && !tally.admit(Self.peer(4)))
    #expect(tally.counters.refusedPerUid == 1 && tally.counters.refusedOverall == 1)
    #expect(tally.counters.accepted == 5 && tally.counters.open == 4)
    #expect(
      log.events == [
        "connection of uid 1, pid 1 refused: this user has 2 connections already",
        "connection of uid 4, pid 1 refused: there are 4 connections already",
      ])
  }
}
