import MigrationEngine
import MigrationPhases
import MigrationTargets
import Testing

@testable import migrated

@Suite struct DescriptionTests {
  private let configuration = Configuration(
    path: "/etc/migrated/migrated.yaml",
    socket: SocketSettings(path: "/run/migrated/control.sock", mode: 0o660, group: Principal("operators", id: 987)),
    state: StateFolder(), limits: Limits(), logLevel: .notice,
    roles: RoleTable([
      .auditor: RoleGrant(groups: [Principal("auditors", id: nil)]),
      .operator: RoleGrant(users: [Principal("1000", id: 1000), Principal("ada", id: 1001)]),
      .admin: RoleGrant(users: [Principal("root", id: 0)]),
    ]),
    environments: [
      .init(name: "staging", policy: StandardPolicy.of("staging")),
      .init(name: "production", policy: StandardPolicy.of("production")),
    ],
    targets: [
      TargetSettings(
        name: "shop", environment: "production", groups: ["shop", "no"],
        engine: .sqlite(path: "/srv/the shop/\"main\".sqlite", bounds: SQLiteBounds(lock: .milliseconds(1_500))))
    ],
    warnings: [
      Finding(
        severity: .warning, file: "/etc/migrated/migrated.yaml", line: 3, column: 9, rule: "unknown-group",
        message: "nobody knows it", hint: "ask")
    ])

  @Test func `everything is told as it was understood`() {
    #expect(
      configuration.describe() == """
        # /etc/migrated/migrated.yaml, as understood, with defaults
        socket:
          path: /run/migrated/control.sock
          mode: "0660"
          group: operators  # operators is 987
        state: /var/lib/migrated
        limits:
          messageSize: 1MiB
          connections: 256
          connectionsPerUser: 64
          idle: 5m
        log:
          level: notice

        roles:
          auditor:
            users: []
            groups: [auditors]  # auditors: no such group
          operator:
            users: ["1000", ada]  # ada is 1001
            groups: []
          approver:
            users: []
            groups: []
          admin:
            users: [root]  # root is 0
            groups: []

        environments:
          - name: staging
            policy:
              minimumWait: 0s
              checklist:
                expand: []
                backfill: []
                switch: []
                contract: []
              approvals: {expand: 0, backfill: 0, switch: 0, contract: 0}
              approvalValidFor: 7d
          - name: production
            policy:
              minimumWait: 14d
              checklist:
                expand: [backup, staging-tested, rollback-plan, team-notified, alerts]
                backfill: []
                switch: []
                contract: [{item: backup, validFor: 1d}]
              approvals: {expand: 0, backfill: 0, switch: 0, contract: 1}
              approvalValidFor: 7d

        targets:
          - name: shop
            environment: production
            groups: [shop, "no"]
            sqlite:
              path: "/srv/the shop/\\"main\\".sqlite"
              lockTimeout: 1s 500ms
              queryTimeout: 5m
              scriptTimeout: 1h

        # 1 warning:
        # /etc/migrated/migrated.yaml:3:9: warning: nobody knows it [unknown-group]
        #   hint: ask
        """)
  }

  @Test func `what is told reads back to what it tells`() throws {
    let text = configuration.describe()
    let again = try Sample.read(text)
    #expect(again.socket.path == configuration.socket.path)
    #expect(again.limits == configuration.limits)
    #expect(again.logLevel == configuration.logLevel)
    #expect(again.targets == configuration.targets)
    #expect(again.environments.map(\.policy.minimumWait) == configuration.environments.map(\.policy.minimumWait))
    #expect(again.roles[.operator].users.map(\.name) == ["1000", "ada"])
    let settled = try Sample.read(again.describe())
    #expect(settled.environments == again.environments)
  }

  @Test func `who may be ended in a PostgreSQL database reads back, and is nobody by default`() throws {
    let text = """
      targets:
        - name: shop
          environment: production
          groups: [shop]
          postgresql:
            connection: host=/run dbname=shop
            oldestTransaction: 90s
            blockers: { action: terminate, after: 10m, users: [reports], applications: [psql, "no"] }
        - name: plain
          environment: staging
          groups: [shop]
          postgresql: { connection: host=/run dbname=plain }
      """
    let configuration = try Sample.read(text)
    guard case .postgresql(_, _, _, let bounds) = configuration.targets[0].engine,
      case .postgresql(_, _, _, let plain) = configuration.targets[1].engine
    else {
      Issue.record("not PostgreSQL")
      return
    }
    #expect(bounds.oldestTransaction == .seconds(90))
    #expect(
      bounds.blockers
        == PostgreSQLBlockerPolicy(
          action: .terminate, after: .seconds(600), users: ["reports"], applications: ["psql", "no"]))
    #expect(plain == PostgreSQLBounds() && plain.blockers == nil)
    #expect(try Sample.read(configuration.describe()).targets == configuration.targets)
  }
}
