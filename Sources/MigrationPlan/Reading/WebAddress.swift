/// What makes a URL one that a health probe can be sent to.
enum WebAddress {
  /// Why `text` is none; nil where it is one.
  static func problem(_ text: String) -> String? {
    let schemes = ["http://", "https://"]
    guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0) }) else {
      return "expected a URL that begins with http:// or https://"
    }
    guard text.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value < 127 }) else {
      return "expected a URL without blanks and without letters beyond ASCII"
    }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if rest.contains("#") { return "expected a URL without a # part, which no server ever sees" }
    if authority.contains("@") { return "expected a URL without a user or password" }
    let host: Substring
    var port: Substring?
    if authority.first == "[" {
      host = authority.prefix { $0 != "]" }.dropFirst()
      let after = authority.drop { $0 != "]" }.dropFirst()
      guard authority.contains("]"), after.isEmpty || after.first == ":" else {
        return "expected a closing bracket, and nothing but a port after it"
      }
      port = after.isEmpty ? nil : after.dropFirst()
    } else {
      let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      host = parts.first ?? ""
      port = parts.count > 1 ? parts[1] : nil
    }
    guard !host.isEmpty else { return "expected a host after \(scheme)" }
    if let port, UInt16(port).map({ $0 > 0 }) != true { return "expected a port from 1 to 65535" }
    return nil
  }
}
