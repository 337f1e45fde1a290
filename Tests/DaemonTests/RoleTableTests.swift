import Testing

@testable import migrated

@Suite struct RoleTableTests {
  private let table = RoleTable([
    .auditor: RoleGrant(groups: [Principal("auditors", id: 500)]),
    .operator: RoleGrant(users: [Principal("timer", id: 900)], groups: [Principal("operators", id: 501)]),
    .approver: RoleGrant(users: [Principal("ada", id: 1000), Principal("gone", id: nil)]),
    .admin: RoleGrant(users: [Principal("root", id: 0)]),
  ])

  @Test func `a stranger may do nothing`() {
    #expect(table.roles(uid: 4242, groups: [4242, 100]) == [])
  }

  @Test func `a name that the host does not know gives nothing to anybody`() {
    let table = RoleTable([.admin: RoleGrant(users: [Principal("x", id: nil)], groups: [Principal("y", id: nil)])])
    for uid: UInt32 in [0, 1, 65_534, .max] { #expect(table.roles(uid: uid, groups: [uid]) == []) }
  }

  @Test func `a group gives its role`() {
    #expect(table.roles(uid: 4242, groups: [7, 501]) == [.operator, .auditor])
    #expect(table.roles(uid: 4242, groups: [500]) == [.auditor])
  }

  @Test func `a user's number is not taken for a group's`() {
    #expect(table.roles(uid: 501, groups: [900, 0]) == [])
  }

  @Test func `every role may read and has nothing else of another`() {
    #expect(table.roles(uid: 1000, groups: []) == [.approver, .auditor])
    #expect(table.roles(uid: 0, groups: [0]) == [.admin, .auditor])
  }

  @Test func `roles of a user and of groups add up`() {
    #expect(table.roles(uid: 1000, groups: [501]) == [.approver, .operator, .auditor])
  }

  @Test func `uid 0 is admin unless the file names others`() throws {
    #expect(try Sample.read("").roles.roles(uid: 0, groups: [0]) == [.admin, .auditor])
    let other = try Sample.read("roles: { admin: { users: [\"1000\"] } }").roles
    #expect(other.roles(uid: 0, groups: [0]) == [])
    #expect(other.roles(uid: 1000, groups: []) == [.admin, .auditor])
  }
}
