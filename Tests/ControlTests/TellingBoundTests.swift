import Testing

@testable import MigrationControl

@Suite struct TellingBoundTests {
  @Test func `of a user's closed connections ten a minute are told, the others in one sum`() {
    var bound = TellingBound()
    let began = ContinuousClock.now
    let peer = Peer(uid: 1005, gid: 1005, pid: 7, groups: [])
    let event = ServerEvent.closed(peer, .tooManyOfUser(bound: 64))
    let told = (0..<1_000).flatMap { _ in bound.admit(event, of: 1005, at: began) }
    #expect(told == Array(repeating: event, count: TellingBound.perMinute))
    #expect(bound.admit(event, of: 1006, at: began) == [event])
    let later = bound.admit(event, of: 1005, at: began + .seconds(60))
    #expect(later == [.untold(uid: 1005, count: 990), event])
    #expect(later[0].description == "uid 1005: 990 more connections were closed or refused within a minute")
  }
}
