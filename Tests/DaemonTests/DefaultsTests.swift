import MigrationPhases
import Testing

@testable import migrated

@Suite struct DefaultsTests {
  @Test(arguments: ["", "\n\n", "# nothing\n   # at all\n", "\r\n# x\r\n"])
  func `a file that says nothing stands for the defaults`(text: String) throws {
    let configuration = try Sample.read(text)
    #expect(configuration.socket == SocketSettings())
    #expect(configuration.socket.path == "/run/migrated/control.sock")
    #expect(configuration.socket.mode == 0o660)
    #expect(configuration.socket.group == nil)
    #expect(configuration.state.journal == "/var/lib/migrated/journal.sqlite")
    #expect(configuration.state.workPlaces.restorePoints == "/var/lib/migrated/restore-points")
    #expect(configuration.state.workPlaces.plans == "/var/lib/migrated/plans")
    #expect(configuration.limits == Limits())
    #expect(configuration.logLevel == .info)
    #expect(configuration.environments.map(\.name) == ["staging", "production"])
    #expect(configuration.targets.isEmpty)
  }

  @Test func `production is strict where nobody says otherwise`() throws {
    let policy = try #require(try Sample.read("").environments.last?.policy)
    #expect(policy.minimumWait == .seconds(14 * 86_400))
    #expect(
      policy.checklist[.expand]?.map(\.name)
        == ["backup", "staging-tested", "rollback-plan", "team-notified", "alerts"])
    #expect(policy.checklist[.contract] == [.init(name: "backup", validFor: .seconds(86_400))])
    #expect(policy.approvals == [.contract: 1])
    #expect(policy.approvalValidFor == .seconds(7 * 86_400))
  }

  @Test func `a production policy that says one thing keeps the rest strict`() throws {
    let configuration = try Sample.read(
      """
      environments:
        - name: production
          policy:
            minimumWait: 30d
            checklist: { expand: [backup] }
            approvals: {}
      """)
    let policy = configuration.environments[0].policy
    #expect(policy.minimumWait == .seconds(30 * 86_400))
    #expect(policy.checklist[.expand] == [.init(name: "backup", validFor: nil)])
    #expect(policy.checklist[.contract] == StandardPolicy.of("production").checklist[.contract])
    #expect(policy.approvals[.contract] == 1)
  }

  @Test func `what production asks for can be taken away by saying so`() throws {
    let policy = try Sample.read(
      """
      environments:
        - name: production
          policy: { minimumWait: 0s, checklist: { expand: [], contract: [] }, approvals: { contract: 0 } }
      """
    ).environments[0].policy
    #expect(policy.minimumWait == .zero)
    #expect(policy.checklist == [.expand: [], .contract: []])
    #expect(policy.approvals == [.contract: 0])
  }

  @Test func `an environment that is not called production asks for nothing by itself`() throws {
    let policy = try Sample.read("environments: [{ name: live, policy: {} }]").environments[0].policy
    #expect(policy.minimumWait == .zero)
    #expect(policy.checklist.isEmpty)
    #expect(policy.approvals.isEmpty)
  }
}
