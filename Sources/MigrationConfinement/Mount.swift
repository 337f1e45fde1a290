/// One line of /proc/self/mountinfo (proc_pid_mountinfo(5)).
struct Mount: Hashable, Sendable {
  var number: UInt64
  /// The file system, as `major:minor`.
  var device: String
  /// The folder of the file system that is mounted.
  var root: String
  /// Where.
  var point: String

  /// nil for a line that is not understood.
  init?(_ line: Substring) {
    let fields = line.split(separator: " ", maxSplits: 5)
    guard fields.count > 5, let number = UInt64(fields[0]) else { return nil }
    self.number = number
    device = String(fields[2])
    root = Self.unescaped(fields[3])
    point = Self.unescaped(fields[4])
  }

  static func all(in text: String) -> [Mount] {
    text.split(separator: "\n").compactMap { Mount($0) }
  }

  /// Blanks and backslashes are written as `\040` and the like.
  private static func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      guard byte == UInt8(ascii: "\\"), digits.count == 3,
        let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(code)
      rest = rest.dropFirst(3)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension [Mount] {
  /// Under which paths a folder can be reached: its own, and those where it, something above it, or something below it
  /// is mounted a second time.
  /// - Parameter number: the mount that it lies on; without one, the mount with the longest fitting point is taken.
  func names(of folder: String, on number: UInt64) -> [String] {
    let fitting = filter { folder.isAtOrBelow($0.point) }
    guard
      let home = first(where: { $0.number == number })
        ?? fitting.max(by: { $0.point.utf8.count < $1.point.utf8.count })
    else { return [folder] }
    var names = [folder]
    let inside = filter { $0.point != folder && $0.point.isAtOrBelow(folder) }.map { ($0.number, $0.device, $0.root) }
    for (own, device, place) in [(home.number, home.device, folder.moved(from: home.point, to: home.root))] + inside {
      for mount in self where mount.device == device && mount.number != own {
        if place.isAtOrBelow(mount.root) {
          names.append(place.moved(from: mount.root, to: mount.point))
        } else if mount.root.isAtOrBelow(place) {
          names.append(mount.point)
        }
      }
    }
    return names
  }
}

extension String {
  /// Of absolute paths without `.`, `..` and doubled slashes.
  func isAtOrBelow(_ folder: String) -> Bool {
    folder == "/" || self == folder || hasPrefix(folder + "/")
  }

  /// The path, which is at or below `old`, as it is when `old` is called `new`.
  func moved(from old: String, to new: String) -> String {
    let rest = old == "/" ? self[...] : dropFirst(old.count)
    if new == "/" { return rest.isEmpty ? "/" : String(rest) }
    return rest == "/" ? new : new + rest
  }
}
