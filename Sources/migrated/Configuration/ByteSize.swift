/// Sizes as people write them: `65536`, `512KiB`, `1MiB`; K, M and G alone are powers of 1024 too, as in systemd.
enum ByteSize {
  /// Why a text is no size; the text says what was found and what was expected.
  struct Problem: Error, Sendable, Hashable, CustomStringConvertible { let description: String }

  static func parse(_ text: String) throws(Problem) -> Int {
    let digits = text.prefix { ("0"..."9").contains($0) }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    guard !digits.isEmpty, let factor = factor(String(unit)) else {
      throw Problem(description: "found \"\(text.prefix(40))\", expected a size such as 65536, 512KiB or 1MiB")
    }
    guard let count = Int(digits), case (let bytes, false) = count.multipliedReportingOverflow(by: factor) else {
      throw Problem(description: "\"\(text.prefix(40))\" is more than any size can be")
    }
    return bytes
  }

  /// With the largest unit that loses nothing, so that `parse` reads the same size back.
  static func exact(_ bytes: Int) -> String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes > 0 && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift)\(unit)"
    }
    return "\(bytes)"
  }

  private static func factor(_ unit: String) -> Int? {
    switch unit {
    case "", "B": 1
    case "K", "KiB": 1 << 10
    case "M", "MiB": 1 << 20
    case "G", "GiB": 1 << 30
    default: nil
    }
  }
}
