import Testing

@testable import MigrationPostgreSQL

@Suite struct OptionsTests {
  private func options(_ connection: String) throws -> [String: String] {
    let list = try PostgreSQLOptions(PostgreSQLSettings(connection)).list
    return Dictionary(list.map { ($0.keyword, $0.value) }) { _, last in last }
  }

  @Test func `nothing waits without an end where nothing is said`() throws {
    let options = try options("host=db user=u dbname=d")
    #expect(
      options == [
        "host": "db", "user": "u", "dbname": "d", "connect_timeout": "5", "keepalives_idle": "15",
        "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "30000", "client_encoding": "UTF8",
        "application_name": "migrated",
      ])
  }

  @Test func `what is said is kept, but for waiting for ever and another encoding`() throws {
    let options = try options("host=db user=u tcp_user_timeout=1000 keepalives_idle=60 connect_timeout=7")
    #expect(options["tcp_user_timeout"] == "1000" && options["keepalives_idle"] == "60")
    #expect(options["connect_timeout"] == "7" && options["keepalives_count"] == "3")
    #expect(try self.options("host=db connect_timeout=0")["connect_timeout"] == "5")
    #expect(try self.options("host=db connect_timeout=1")["connect_timeout"] == "2")
    #expect(try self.options("host=db client_encoding=LATIN1")["client_encoding"] == "UTF8")
  }

  @Test func `of several hosts one that writes is asked for`() throws {
    #expect(try options("host=a,b")["target_session_attrs"] == "read-write")
    #expect(try options("host=a,b target_session_attrs=primary")["target_session_attrs"] == "primary")
    #expect(try options("host=a")["target_session_attrs"] == nil)
  }

  @Test(arguments: [
    ("host=db.example", true), ("host=127.0.0.1", false), ("host=::1", false), ("host=/run/postgresql", false),
    ("host=db hostaddr=127.0.0.1", false), ("hostaddr=127.0.0.1,127.0.0.2", true), ("host=a,b", true),
  ])
  func `only where there may be a further address is one that is silent left for it`(
    connection: String, isSeveral: Bool
  ) throws {
    #expect(try PostgreSQLOptions(PostgreSQLSettings(connection)).hasSeveralAddresses == isSeveral)
  }

  @Test(arguments: [
    ("host=x", true), ("service=x", true), ("hostaddr=1.2.3.4", true), ("dbname=x", false), ("", false),
  ])
  func `it is known whether the environment would be asked where to go`(connection: String, names: Bool) throws {
    #expect(try PostgreSQLSettings(connection).namesServer == names)
  }
}
