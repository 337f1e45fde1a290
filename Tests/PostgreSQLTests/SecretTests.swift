import Testing

@testable import MigrationPostgreSQL

/// Nothing that is printed has a password, or a piece of one, in it.
@Suite struct SecretTests {
  /// Each piece counts: a password is cut in odd places when its string is not what it should be.
  private let pieces = ["hunter", "tiger", "lion"]

  private func expectNone(in text: String, _ connection: String) {
    for piece in pieces { #expect(!text.contains(piece), "\(text) for \(connection)") }
  }

  @Test(arguments: [
    "postgresql://u:hunter@tiger@127.0.0.1:1/db", "postgresql://u:hunter/tiger@127.0.0.1/db",
    "postgresql://u:hunter?tiger@lion@127.0.0.1:1/db", "postgresql://u:hunter%tiger@127.0.0.1/db",
    "postgres://u:hunter/ti?ger@127.0.0.1/db?lion", "postgresql://u:hunter@[::1/db",
    "postgresql://u:hunter@127.0.0.1:x/db",
    "postgresql://u:hunter%00@127.0.0.1/db", "postgresql://u@127.0.0.1/db?password=hunter=tiger",
    "postgresql://u@127.0.0.1/db?password=hunter&tiger", "postgresql://u:hunter@127.0.0.1:1/db?lion=1",
    "postgresql://u:hunter@127.0.0.1:1/db?sslmode=no", "postgresql://u:hunter#tiger@127.0.0.1:1/db",
    "postgresql://:hunter@/x:1", "postgresql://u:hunter:tiger@127.0.0.1:1/db", "postgresql://hunter@tiger@lion",
    "password=hunter tiger host=127.0.0.1 port=1", "password='hunter host=127.0.0.1", "password = hunter tiger = lion",
    "host=127.0.0.1 port=1 user=u password=hunter", "host=127.0.0.1 port=1 password=hunter sslmode=no",
    "host=127.0.0.1 port=x password=hunter", "password='hunter\\' tiger", "password=hunter nothing",
    "password=\u{0}hunter",
    "sslpassword=hunter tiger", "host=127.0.0.1 port=1 sslpassword=hunter sslkey=/nowhere sslcert=/nowhere",
  ])
  func `a connection string that is wrong in any way is not quoted`(connection: String) async {
    let error = await refusal(connection)
    #expect(error != nil)
    expectNone(in: error.map { "\($0)" } ?? "", connection)
    expectNone(in: error.map { String(reflecting: $0) } ?? "", connection)
  }

  @Test func `settings that are printed show no password`() throws {
    let settings = try PostgreSQLSettings("postgresql://u:hunter@db.example:5433/shop?sslpassword=tiger")
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(settings)", String(reflecting: settings), dumped, "\([settings])", "\(Optional(settings) as Any)"] {
      expectNone(in: text, "")
    }
    #expect(settings.description == "shop as u at db.example:5433")
    #expect(settings.holdsPassword)
    #expect(try !PostgreSQLSettings("postgresql://u@db.example/shop").holdsPassword)
    #expect(try PostgreSQLSettings("service=shop user=x").description == "the database as x of service shop")
  }

  @Test func `a wrong URI is told what to write instead`() async {
    #expect(
      await refusal("postgresql://u:a@b@db/x")
        == .settings(
          "the connection URI has an @ where none can be; within a user, a password or a value write it as %40, "
            + "and / as %2F"))
    #expect(
      await refusal("postgresql://u:a%b@db/x")
        == .settings(
          "the connection URI cannot be read; what is special in a user or a password is written as % and two "
            + "hexadecimal digits. libpq's words are not shown, since the URI may hold a password"))
    #expect(
      await refusal("password=a b")
        == .settings(
          "the connection string cannot be read; a value with blanks, ' or \\ goes in single quotes, with \\ before ' "
            + "and \\. libpq's words are not shown, since the string holds a password"))
  }

  @Test func `a string without a password is quoted`() async {
    #expect(
      await refusal("host=x prot=1")
        == .settings("the connection string cannot be read: invalid connection option \"prot\""))
    #expect(
      await refusal("shop")
        == .settings("the connection string cannot be read: missing \"=\" after \"shop\" in connection info string"))
  }

  @Test func `a password in a server's words is taken out, unless it is a name that is no secret`() throws {
    let options = try PostgreSQLOptions(PostgreSQLSettings("user=shop dbname=x password=hunter"))
    #expect(options.withoutPasswords("shop says hunter") == "shop says ***")
    let same = try PostgreSQLOptions(PostgreSQLSettings("user=shop password=shop"))
    #expect(same.withoutPasswords("user shop is refused") == "user shop is refused")
  }
}
