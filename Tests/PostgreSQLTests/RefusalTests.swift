import Testing

@testable import MigrationPostgreSQL

@Suite struct RefusalTests {
  @Test func `the code is taken out of libpq's words, in whatever language they are`() {
    let refusal = PostgreSQLRefusal(
      words: """
        Verbindung zum Server auf »db« (10.0.0.1), Port 5432 fehlgeschlagen: FATAL:  28P01: Passwort-Authentifizierung \
        für Benutzer »x« fehlgeschlagen
        ORT:  auth_failed, auth.c:338

        """)
    #expect(refusal.code == "28P01")
    #expect(
      refusal.text == "Verbindung zum Server auf »db« (10.0.0.1), Port 5432 fehlgeschlagen: "
        + "FATAL: Passwort-Authentifizierung für Benutzer »x« fehlgeschlagen")
  }

  @Test func `a hint stays, and words without a code are left as they are`() {
    let hinted = PostgreSQLRefusal(words: "failed: FATAL:  53300: too many\nHINT:  Wait.\nLOCATION:  f, proc.c:12\n")
    #expect(hinted.code == "53300" && hinted.text == "failed: FATAL: too many; HINT:  Wait.")
    let plain = PostgreSQLRefusal(words: "could not translate host name \"db\" to address: FATAL\n")
    #expect(plain.code == nil && plain.text == "could not translate host name \"db\" to address: FATAL")
  }

  @Test func `of several servers the first one's code counts`() {
    let refusal = PostgreSQLRefusal(
      words: "a failed: FATAL:  57P03: starting up\nLOCATION:  f, postmaster.c:1\nb failed: FATAL:  28P01: no\n")
    #expect(refusal.code == "57P03" && refusal.text == "a failed: FATAL: starting up; b failed: FATAL: no")
  }
}
