import MigrationControl

/// The methods of the daemon's interface, as this version knows them.
enum MethodNames {
  /// Without the interface's name.
  static var all: [String] {
    guard let interface = try? VarlinkInterface(ControlInterface.text) else { return [] }
    return interface.members.compactMap { member in
      switch member.declaration {
      case .method: member.name
      case .type, .error: nil
      }
    }
  }

  /// The one that was probably meant; nil where none is near.
  static func near(_ name: String) -> String? {
    let short = name.hasPrefix(Wire.interface + ".") ? String(name.dropFirst(Wire.interface.count + 1)) : name
    let found = all.map { (name: $0, distance: MistypedCommand.distance($0.lowercased(), short.lowercased())) }
    return found.filter { $0.distance <= 2 }.min { $0.distance < $1.distance }?.name
  }
}
