import MigrationPostgreSQL
import Testing
import ThrowawayPostgreSQL

@Suite struct ReachTests {
  @Test func `verify-full takes the right certificate for the right name`() async throws {
    try await Database.with { database async throws in
      let tls = database.tcp.replacing("127.0.0.1", with: "localhost") + " sslmode=verify-full"
      let file = database.cluster.folder + "/\(database.name).password"
      try Files.write(database.password + "\n", to: file)
      func isEncrypted(_ connection: String) async throws -> Bool {
        let settings = try PostgreSQLSettings(connection, passwordFile: file)
        return try await PostgreSQLConnection(name: "tls", settings: settings).use { session throws(PostgreSQLError) in
          session.isEncrypted
        }
      }
      let ca = database.cluster.folder + "/ca.crt"
      #expect(try await isEncrypted(tls + " sslrootcert=\(ca)"))
      #expect(try await isEncrypted(database.tcp + " sslmode=disable") == false)
      let otherCA = await refusal(tls + " sslrootcert=\(database.cluster.folder)/other-ca.crt", passwordFile: file)
      #expect(otherCA?.description.contains("certificate verify failed") == true)
      let number = await refusal(database.tcp + " sslmode=verify-full sslrootcert=\(ca)", passwordFile: file)
      #expect(
        number?.description == "connection to server at \"127.0.0.1\", port \(database.cluster.port) failed: "
          + "server certificate for \"localhost\" (and 1 other name) does not match host name \"127.0.0.1\"")
      let missing = await refusal(tls + " sslrootcert=/nowhere/ca.crt", passwordFile: file)
      #expect(missing?.description.contains("root certificate file \"/nowhere/ca.crt\" does not exist") == true)
    }
  }

  @Test func `a wrong password is the server's refusal, and will not pass`() async throws {
    try await Database.with { database async throws in
      let error = await refusal(database.tcp + " sslmode=disable password=nobody-knows-this")
      #expect(
        error?.description == "connection to server at \"127.0.0.1\", port \(database.cluster.port) failed: "
          + "FATAL: password authentication failed for user \"\(database.owner)\" (28P01)")
      #expect(error?.isPassing == false)
    }
  }

  @Test func `a database that is not there, a role that may not, a server that is full`() async throws {
    try await Database.with { database async throws in
      let missing = await refusal(database.socket + " dbname=nothing_of_that_name")
      guard case .unreachable("3D000", _) = missing else {
        Issue.record("not 3D000: \(String(describing: missing))")
        return
      }
      #expect(missing?.isPassing == false)
      try database.admin().run("ALTER DATABASE \(database.name) CONNECTION LIMIT 0")
      let full = await refusal(database.socket)
      guard case .unreachable("53300", let words) = full else {
        Issue.record("not 53300: \(String(describing: full))")
        return
      }
      #expect(full?.isPassing == true)
      #expect(words.hasSuffix("FATAL: too many connections for database \"\(database.name)\""))
    }
  }

  @Test func `without a password libpq says that one is missing`() async throws {
    try await Database.with { database in
      let error = await refusal(database.tcp + " sslmode=disable passfile=/nowhere")
      #expect(
        error?.description == "connection to server at \"127.0.0.1\", port \(database.cluster.port) failed: "
          + "fe_sendauth: no password supplied")
    }
  }

  @Test func `nobody listens, and nothing is there`() async throws {
    let silence = try SilentServer()
    let port = silence.port
    silence.close()
    let error = await refusal("host=127.0.0.1 port=\(port) dbname=x user=x")
    #expect(
      error?.description == "connection to server at \"127.0.0.1\", port \(port) failed: Connection refused; "
        + "Is the server running on that host and accepting TCP/IP connections?")
    #expect(error?.isPassing == true)
    #expect(
      await refusal("host=/nowhere dbname=x user=x")?.description
        == "connection to server on socket \"/nowhere/.s.PGSQL.5432\" failed: No such file or directory; "
        + "Is the server running locally and accepting connections on that socket?")
  }

  @Test func `a server that never answers is left after its time`() async throws {
    let silence = try SilentServer()
    let error = await refusal("host=127.0.0.1 port=\(silence.port) dbname=x user=x connect_timeout=2")
    #expect(error?.description == "127.0.0.1, port \(silence.port) did not answer within 2 s")
  }

  @Test func `connecting ends when the task is cancelled`() async throws {
    let silence = try SilentServer()
    let connection = PostgreSQLConnection(
      name: "silent",
      settings: try PostgreSQLSettings("host=127.0.0.1 port=\(silence.port) dbname=x user=x connect_timeout=600"))
    let task = Task { try await connection.run("SELECT 1") }
    silence.waitForCaller()
    task.cancel()
    await #expect(throws: PostgreSQLError.cancelled) { try await task.value }
  }

  @Test func `of several hosts the next one is taken where one refuses or is silent`() async throws {
    try await Database.with { database async throws in
      let silence = try SilentServer()
      let closed = try SilentServer()
      closed.close()
      let ports = "\(closed.port),\(silence.port),\(database.cluster.port)"
      let settings = try PostgreSQLSettings(
        "host=127.0.0.1,127.0.0.1,127.0.0.1 port=\(ports) dbname=\(database.name) user=\(database.owner) "
          + "password='\(database.password)' sslmode=disable connect_timeout=2")
      let connection = PostgreSQLConnection(name: "several", settings: settings)
      #expect(try await connection.run("SELECT 1").value == "1")
    }
  }

  @Test func `of several hosts none that only reads is taken`() async throws {
    try await Database.with { database async throws in
      try database.admin().run("ALTER DATABASE \(database.name) SET default_transaction_read_only = on")
      let port = database.cluster.port
      let error = await refusal(
        "host=127.0.0.1,127.0.0.1 port=\(port),\(port) dbname=\(database.name) user=\(database.owner) "
          + "password='\(database.password)' sslmode=disable")
      #expect(error?.description.contains("session is read-only") == true)
    }
  }

  @Test func `a password comes from the file of passwords that libpq knows`() async throws {
    try await Database.with { database async throws in
      let file = database.cluster.folder + "/\(database.name).pgpass"
      try Files.write("127.0.0.1:*:*:\(database.owner):\(database.password)\n", to: file)
      #expect(await refusal(database.tcp + " passfile=\(file)") == nil)
    }
  }

  @Test func `the password's file is read at each connect`() async throws {
    try await Database.with { database async throws in
      let file = database.cluster.folder + "/\(database.name).password"
      try Files.write("wrong\n", to: file)
      let settings = try PostgreSQLSettings(database.tcp, passwordFile: file)
      let connection = PostgreSQLConnection(name: "rotated", settings: settings)
      await #expect(throws: PostgreSQLError.self) { try await connection.run("SELECT 1") }
      try Files.write(database.password, to: file)
      #expect(try await connection.run("SELECT 1").value == "1")
    }
  }

  @Test(arguments: [
    ("", "must hold the password on its first line, of 1 to 1024 bytes"),
    ("\nsecond", "must hold the password on its first line, of 1 to 1024 bytes"),
    (String(repeating: "x", count: 1025), "must hold the password on its first line, of 1 to 1024 bytes"),
  ])
  func `a file without a password is refused`(content: String, words: String) async throws {
    let file = try Cluster.shared().folder + "/\(content.count).no-password"
    try Files.write(content, to: file)
    #expect(
      await refusal("host=/nowhere dbname=x user=x", passwordFile: file)
        == .settings("the password's file \(file) \(words)"))
  }

  @Test func `a password's file that is missing is named`() async {
    #expect(
      await refusal("host=/nowhere dbname=x user=x", passwordFile: "/nowhere/password")
        == .settings("the password's file /nowhere/password cannot be read: No such file or directory"))
  }

  @Test func `a service is read from its file, bounds and all`() async throws {
    try await Database.with { database async throws in
      let file = database.cluster.folder + "/\(database.name).services"
      let lines = database.tcp.split(separator: " ").joined(separator: "\n")
      try Files.write("[shop]\n\(lines)\nsslmode=require\nconnect_timeout=9\n", to: file)
      // In a process of its own: the environment belongs to all tests.
      await #expect(processExitsWith: .success) { [file = file as String, password = database.password as String] in
        Files.setEnvironment("PGSERVICEFILE", to: file)
        let settings = try PostgreSQLSettings("service=shop password='\(password)'")
        let connection = PostgreSQLConnection(name: "service", settings: settings)
        let isEncrypted = try await connection.use { session throws(PostgreSQLError) in session.isEncrypted }
        #expect(isEncrypted)
        #expect(
          await refusal("service=shops")?.description == "definition of service \"shops\" not found")
      }
    }
  }
}
