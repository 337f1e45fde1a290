/// A name in double quotes, as PostgreSQL wants identifiers quoted: with its upper-case letters, blanks and quotes as
/// they are. A name has no NUL, and the server keeps its first 63 bytes only.
public func quotedPostgreSQLIdentifier(_ name: String) -> String {
  "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}

/// Several, as in `"migrated"."ledger"`.
public func quotedPostgreSQLIdentifier(_ first: String, _ second: String) -> String {
  quotedPostgreSQLIdentifier(first) + "." + quotedPostgreSQLIdentifier(second)
}
