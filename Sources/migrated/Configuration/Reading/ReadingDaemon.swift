import Logging
import MigrationPlan

extension ConfigurationDecoder {
  mutating func socket(_ fields: YAMLFields) -> SocketSettings {
    var settings = SocketSettings()
    if let node = fields["path"],
      let path = absolutePath(node, at: "socket.path", most: ConfigurationBounds.socketPath)
    {
      settings.path = path
    }
    if let node = fields["mode"], let mode = mode(node, at: "socket.mode") { settings.mode = mode }
    if let node = fields["group"] { settings.group = socketGroup(node) }
    return settings
  }

  /// Permission bits in octal digits: at least reading and writing for the owner, and nothing but reading and writing.
  private mutating func mode(_ node: YAMLNode, at path: String) -> UInt32? {
    guard let text = walk.text(node, at: path, most: ConfigurationBounds.text) else { return nil }
    let digits = text.utf8.count == 4 && text.hasPrefix("0") ? String(text.dropFirst()) : text
    if digits.utf8.count == 3, let mode = UInt32(digits, radix: 8), mode & ~0o666 == 0, mode & 0o600 == 0o600 {
      return mode
    }
    walk.add(
      "bad-value", at: node,
      "\(path): found \"\(text.prefix(20))\", expected permissions such as \"0660\" (a group) or \"0666\" (everybody)",
      hint: "connecting takes the right to write; what a caller may then do is said by roles")
    return nil
  }

  /// The daemon's own group holds where this one is not known: the socket is then open to fewer people than was meant.
  private mutating func socketGroup(_ node: YAMLNode) -> Principal? {
    guard let read = principal(node, at: "socket.group", kind: .group) else { return nil }
    if case .unknown(let group, let why) = read {
      warn(
        "unknown-group", at: node, "socket.group: \(why), so the socket keeps the daemon's own group",
        hint: "correct the name, or groupadd --system \(group.name) and start the daemon again")
    }
    return read.principal
  }

  mutating func limits(_ fields: YAMLFields) -> Limits {
    var limits = Limits()
    if let node = fields["messageSize"], let size = size(node, at: "limits.messageSize") { limits.messageSize = size }
    let range = ConfigurationBounds.connections
    if let node = fields["connections"], let count = walk.integer(node, at: "limits.connections", in: range) {
      limits.connections = count
    }
    limits.connectionsPerUser = min(limits.connectionsPerUser, limits.connections)
    if let node = fields["connectionsPerUser"],
      let count = walk.integer(node, at: "limits.connectionsPerUser", in: range)
    {
      if count > limits.connections {
        walk.add(
          "bad-value", at: node,
          "limits.connectionsPerUser: found \(count), which is more than limits.connections (\(limits.connections))")
      }
      limits.connectionsPerUser = count
    }
    if let node = fields["idle"], let idle = walk.span(node, at: "limits.idle", in: ConfigurationBounds.idle) {
      limits.idle = idle
    }
    return limits
  }

  /// A size with or without a unit.
  private mutating func size(_ node: YAMLNode, at path: String) -> Int? {
    guard case .scalar(let scalar) = node.value else {
      walk.wrongType(node, at: path, expected: "a size such as 65536, 512KiB or 1MiB")
      return nil
    }
    let range = ConfigurationBounds.messageSize
    do {
      let bytes = try ByteSize.parse(scalar.text)
      if range.contains(bytes) { return bytes }
      let bounds = "\(ByteSize.exact(range.lowerBound)) to \(ByteSize.exact(range.upperBound))"
      walk.add("bad-value", at: node, "\(path): found \(scalar.text), expected a size from \(bounds)")
    } catch {
      walk.add("bad-value", at: node, "\(path): \(error)")
    }
    return nil
  }

  mutating func level(_ node: YAMLNode) -> Logger.Level? {
    guard let text = walk.text(node, at: "log.level", most: ConfigurationBounds.text) else { return nil }
    if let level = Logger.Level(rawValue: text) { return level }
    let names = Logger.Level.allCases.map(\.rawValue)
    walk.add(
      "bad-value", at: node,
      "log.level: found \"\(text.prefix(40))\", expected one of \(names.joined(separator: ", "))",
      hint: EditDistance.nearest(to: text, among: names).map { "did you mean \"\($0)\"?" })
    return nil
  }
}
