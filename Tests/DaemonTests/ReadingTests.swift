import Logging
import MigrationPhases
import MigrationTargets
import Testing

@testable import migrated

@Suite struct ReadingTests {
  @Test func `everything that can be said is read`() throws {
    let configuration = try Sample.read(
      """
      socket: { path: /run/other/control.sock, mode: "0666", group: root }
      state: /srv/migrated/
      limits: { messageSize: 4MiB, connections: 10, connectionsPerUser: 5, idle: 1m 30s }
      log: { level: debug }
      roles:
        auditor: { users: ["1000"], groups: [] }
        operator: { users: [root], groups: ["100"] }
        approver: { users: ["1001", "1002"], groups: [] }
        admin: { users: [], groups: [root] }
      environments:
        - name: staging
        - name: production
          policy:
            minimumWait: 21d
            checklist:
              switch: [{ item: on-call, validFor: 12h }, quiet]
            approvals: { expand: 1, contract: 2 }
            approvalValidFor: 3d
      targets:
        - name: shop-staging
          environment: staging
          groups: [shop, all]
          sqlite: { path: /srv/shop/staging.sqlite }
        - name: shop-production
          environment: production
          groups: [shop]
          sqlite:
            { path: /srv/shop/production.sqlite, lockTimeout: 250ms, queryTimeout: 1h, scriptTimeout: 90m }
      """)
    #expect(configuration.socket.path == "/run/other/control.sock")
    #expect(configuration.socket.mode == 0o666)
    #expect(configuration.socket.group == Principal("root", id: 0))
    #expect(configuration.state.path == "/srv/migrated")
    #expect(
      configuration.limits
        == Limits(messageSize: 4 << 20, connections: 10, connectionsPerUser: 5, idle: .seconds(90)))
    #expect(configuration.logLevel == .debug)
    #expect(configuration.roles[.auditor].users == [Principal("1000", id: 1000)])
    #expect(configuration.roles[.operator].users == [Principal("root", id: 0)])
    #expect(configuration.roles[.admin].users.isEmpty)
    let policy = configuration.environments[1].policy
    #expect(policy.minimumWait == .seconds(21 * 86_400))
    #expect(policy.checklist[.switch]?.map(\.name) == ["on-call", "quiet"])
    #expect(policy.checklist[.switch]?.map(\.validFor) == [.seconds(43_200), nil])
    #expect(policy.approvals == [.expand: 1, .contract: 2])
    #expect(policy.approvalValidFor == .seconds(3 * 86_400))
    #expect(configuration.targets.map(\.name) == ["shop-staging", "shop-production"])
    #expect(configuration.targets[0].groups == ["shop", "all"])
    #expect(configuration.targets[0].engine == .sqlite(path: "/srv/shop/staging.sqlite", bounds: SQLiteBounds()))
    #expect(
      configuration.targets[1].engine
        == .sqlite(
          path: "/srv/shop/production.sqlite",
          bounds: SQLiteBounds(lock: .milliseconds(250), query: .seconds(3_600), script: .seconds(5_400))))
  }

  @Test func `the topology has the environments and targets in the file's order`() throws {
    let topology = try Sample.read(
      """
      environments: [{ name: early }, { name: late, policy: {} }]
      targets:
        - { name: two, environment: late, groups: [shop], sqlite: { path: /srv/two.sqlite } }
        - { name: one, environment: early, groups: [shop], sqlite: { path: /srv/one.sqlite } }
      """
    ).topology()
    #expect(topology.environments.map(\.name) == ["early", "late"])
    #expect(topology.entries.map(\.name) == ["two", "one"])
    #expect(topology.entries(inGroup: "shop").map(\.name) == ["one", "two"])
    #expect((topology.entry(named: "two")?.target as? SQLiteTarget)?.path == "/srv/two.sqlite")
  }

  @Test func `fewer connections mean fewer for one user too`() throws {
    #expect(try Sample.read("limits: { connections: 8 }").limits.connectionsPerUser == 8)
  }
}
