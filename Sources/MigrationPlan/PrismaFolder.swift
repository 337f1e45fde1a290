import MigrationDigest

/// A folder of `prisma migrate` inside a plan: `<YYYYMMDDHHMMSS>_<name>/migration.sql`.
public struct PrismaFolder: Sendable, Hashable {
  /// The folder's own name, by which Prisma knows it.
  public let name: String
  /// SHA-256 of the script's bytes as Prisma takes it, then those with the other kinds of line ends, which it takes for
  /// the same.
  public let checksums: [String]

  static let script = "migration.sql"

  init(name: String, bytes: [UInt8]) {
    self.name = name
    let unix = Self.withoutReturns(bytes)
    let other = unix.flatMap { $0 == 10 ? [13, 10] : [$0] }
    var checksums: [String] = []
    for checksum in [bytes, unix, other].map({ SHA256.hex(of: $0) }) where !checksums.contains(checksum) {
      checksums.append(checksum)
    }
    self.checksums = checksums
  }

  /// Fourteen digits, an underscore, and a name.
  static func isName(_ name: some StringProtocol) -> Bool {
    let bytes = Array(name.utf8)
    guard bytes.count > 15, bytes.count <= 255, bytes[14] == UInt8(ascii: "_") else { return false }
    return bytes.prefix(14).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// As one that was made by hand may be called, too.
  static func isAnyName(_ name: some StringProtocol) -> Bool { !name.isEmpty && name.utf8.count <= 255 }

  private static func withoutReturns(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    for (place, byte) in bytes.enumerated() {
      if byte == 13, place + 1 < bytes.count, bytes[place + 1] == 10 { continue }
      out.append(byte)
    }
    return out
  }
}
