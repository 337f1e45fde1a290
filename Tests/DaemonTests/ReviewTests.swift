import Glibc
import MigrationPhases
import Testing

@testable import migrated

/// Parts of a configuration held against each other and against the host.
@Suite struct ReviewTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func target(_ name: String, _ file: String, environment: String = "staging", group: String = "g") -> String {
    "  - { name: \(name), environment: \(environment), groups: [\(group)], sqlite: { path: \(file) } }\n"
  }

  @Test func `two targets with the same path are refused`() throws {
    let file = try folder.write("", to: "a.sqlite")
    let text = "targets:\n" + target("a", file) + target("b", file, group: "h")
    #expect(
      Sample.errors(text) == [
        "3:67: error: target b: \(file) is the database of target a already [duplicate-file]\n"
          + "  hint: one database is one target; it can be in several groups"
      ])
  }

  @Test func `two targets that lead to one file by a symbolic link are refused`() throws {
    let file = try folder.write("", to: "a.sqlite")
    let link = "\(folder.path)/link.sqlite"
    #expect(symlink(file, link) == 0)
    let text = "targets:\n" + target("a", file) + target("b", link)
    #expect(Sample.findings(text).filter { $0.severity == .error }.map(\.rule) == ["duplicate-file"])
  }

  @Test func `two targets that lead to one file by a hard link are refused`() throws {
    let file = try folder.write("", to: "a.sqlite")
    let other = "\(folder.path)/other.sqlite"
    #expect(link(file, other) == 0)
    let text = "targets:\n" + target("a", file) + target("b", other)
    #expect(Sample.findings(text).filter { $0.severity == .error }.map(\.rule) == ["duplicate-file"])
  }

  @Test func `two targets that lead to one file that is not there yet are refused`() throws {
    let link = "\(folder.path)/way"
    #expect(symlink(folder.path, link) == 0)
    let text = "targets:\n" + target("a", "\(folder.path)/new.sqlite") + target("b", "\(link)/new.sqlite")
    #expect(Sample.findings(text).filter { $0.severity == .error }.map(\.rule) == ["duplicate-file"])
  }

  @Test func `the daemon's own journal is no target`() throws {
    let text = "state: \(folder.path)\ntargets:\n" + target("a", "\(folder.path)/journal.sqlite")
    #expect(
      Sample.errors(text) == [
        "3:67: error: target a: \(folder.path)/journal.sqlite is the daemon's own journal [own-journal]"
      ])
  }

  @Test func `a database that is not there is a warning`() {
    let text = Sample.roles + "targets:\n" + target("a", "\(folder.path)/none.sqlite")
    #expect(
      Sample.complaints(text) == [
        "6:67: warning: target a: \(folder.path)/none.sqlite: No such file or directory [no-file]\n"
          + "  hint: migrated never makes a database; correct the path, or put it there"
      ])
  }

  @Test func `a folder where a database should be is a warning`() {
    let text = Sample.roles + "targets:\n" + target("a", folder.path)
    #expect(Sample.complaints(text) == ["6:67: warning: target a: \(folder.path) is not a file [no-file]"])
  }

  @Test func `no targets is a warning`() {
    #expect(
      Sample.complaints(Sample.roles) == [
        "warning: there are no targets, so there is nothing to migrate yet [no-targets]\n"
          + "  hint: name the databases under targets; migrated.yaml(5) shows how"
      ])
  }

  @Test func `a last environment that nobody made strict is a warning`() throws {
    let file = try folder.write("", to: "a.sqlite")
    let environments = "environments: [{ name: staging }, { name: live }]\n"
    let text = Sample.roles + environments + "targets:\n" + target("a", file)
    #expect(
      Sample.complaints(text) == [
        "5:43: warning: the last environment, live, has no policy: it asks for no checklist, no approval and no waiting "
          + "period [no-policy]\n  hint: only an environment called production is strict by default; say what live asks "
          + "for, or write policy: {}"
      ])
    #expect(Sample.complaints(text.replacing("{ name: live }", with: "{ name: live, policy: {} }")) == [])
    #expect(Sample.complaints(text.replacing("live", with: "production")) == [])
  }

  @Test func `a group that is in production only is a warning`() throws {
    let staging = try folder.write("", to: "staging.sqlite")
    let production = try folder.write("", to: "production.sqlite")
    let targets =
      target("early", staging, group: "shop")
      + target("late", production, environment: "production", group: "shop")
    #expect(Sample.complaints(Sample.roles + "targets:\n" + targets) == [])
    let rest = "sqlite: { path: \(staging)"
    let text = Sample.roles + "targets:\n" + targets.replacing("[shop], \(rest)", with: "[x], \(rest)")
    #expect(
      Sample.complaints(text) == [
        "7:5: warning: group shop has targets in production and none in an earlier environment, so nothing is tried before "
          + "production [no-rehearsal]\n  hint: add a target of group shop in staging"
      ])
  }

  @Test func `approvals that nobody can give are a warning`() throws {
    let file = try folder.write("", to: "a.sqlite")
    let environments = """
      environments:
        - { name: staging, policy: { approvals: { expand: 3 } } }

      """
    let text = Sample.roles + environments + "targets:\n" + target("a", file)
    #expect(
      Sample.complaints(text) == [
        "4:13: warning: staging asks for 3 approvals of expand, but only 2 users hold the role approver [no-approver]\n"
          + "  hint: name users or groups under roles.approver; expand cannot start there before"
      ])
    let lonely = text.replacing("[\"4301\", \"4302\"]", with: "[]").replacing("expand: 3", with: "expand: 1")
    #expect(Sample.findings(lonely).map(\.rule) == ["no-approver"])
    #expect(Sample.findings(lonely)[0].message.contains("1 approval of expand, but nobody holds"))
    #expect(Sample.complaints(text.replacing("[\"4301\", \"4302\"]", with: "[], groups: [\"7\"]")) == [])
  }

  @Test func `nobody as admin is a warning`() throws {
    let file = try folder.write("", to: "a.sqlite")
    let text = Sample.roles + "  admin: { users: [] }\ntargets:\n" + target("a", file)
    #expect(
      Sample.complaints(text) == [
        "5:10: warning: nobody holds the role admin: nobody can freeze, unfreeze or reload [no-admin]\n"
          + "  hint: name somebody under roles.admin, such as users: [root]"
      ])
  }

  @Test func `a role for the daemon's own user is a warning, since programs of plans run as it`() throws {
    let file = try folder.write("", to: "a.sqlite")
    let text = Sample.roles.replacing("users: [], groups: [\"4201\"]", with: "users: [migrated], groups: []")
    #expect(
      Sample.complaints(text + "targets:\n" + target("a", file)).filter { $0.contains("own-role") } == [
        "3:13: warning: the role operator is held by the user migrated, as which the daemon and the programs of plans "
          + "run: a plan could use it [own-role]\n"
          + "  hint: take it out of roles.operator; the timer has the user migrated-advance of its own"
      ])
  }

  @Test func `the daemon's own user is known by its number and its groups too`() {
    let own = OwnAccount(uid: 990, groups: [980, 981])
    func grant(_ users: [UInt32], _ groups: [UInt32]) -> RoleGrant {
      RoleGrant(
        users: users.map { Principal("u\($0)", id: $0) }, groups: groups.map { Principal("g\($0)", id: $0) })
    }
    #expect(own.holds(grant([990], [])) == "the user u990")
    #expect(own.holds(grant([1], [981])) == "the group g981")
    #expect(own.holds(grant([0], [0])) == nil)
    #expect(OwnAccount().holds(grant([0, 990], [980])) == nil)
    #expect(OwnAccount().holds(RoleGrant(groups: [Principal("migrated", id: nil)])) == "the group migrated")
  }

  @Test func `users and groups that the host does not know are warnings`() throws {
    let file = try folder.write("", to: "a.sqlite")
    let text =
      Sample.roles.replacing("users: [], groups: [\"4201\"]", with: "users: [no-such-user], groups: [no-such-group]")
      + "socket: { group: no-such-group }\ntargets:\n" + target("a", file)
    #expect(
      Sample.complaints(text) == [
        "3:23: warning: roles.operator.users: this host has no user \"no-such-user\", so the role reaches nobody by it "
          + "[unknown-user]\n  hint: correct the name, or make the user and run migratectl reload",
        "3:47: warning: roles.operator.groups: this host has no group \"no-such-group\", so the role reaches nobody by it "
          + "[unknown-group]\n  hint: correct the name, or make the group and run migratectl reload",
        "5:18: warning: socket.group: this host has no group \"no-such-group\", so the socket keeps the daemon's own group "
          + "[unknown-group]\n  hint: correct the name, or groupadd --system no-such-group and start the daemon again",
      ])
    let configuration = try Sample.read(text)
    #expect(configuration.roles[.operator].users == [Principal("no-such-user", id: nil)])
  }
}
