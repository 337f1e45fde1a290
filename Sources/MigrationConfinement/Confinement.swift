import CLandlock
import Glibc

/// What a program is kept out of: it can neither read, write, make, remove, rename nor link anything below one folder,
/// except what it is given there. All else is as it would be without, but for the folders that lead to that one, in
/// which nothing can be made or removed. What it starts is confined as it is.
public struct Confinement: Sendable, Hashable {
  /// Must exist.
  public var folder: String
  /// Folders below it that may be read and executed.
  public var reading: [String]
  /// Folders below it in which everything is allowed.
  public var writing: [String]

  public init(keepingOutOf folder: String, reading: [String], writing: [String]) {
    self.folder = folder
    self.reading = reading
    self.writing = writing
  }

  /// The rules; nil where the kernel knows of none.
  /// - Parameter output: open for writing, and may be opened again, as /dev/stdout is.
  func ruleset(_ support: LandlockSupport, output: Int32) throws(ConfinementError) -> LandlockRuleset? {
    guard case .version(let version) = support else { return nil }
    let folder = try Self.real(folder)
    try refuseSecondNames(in: folder)
    let rules = try LandlockRuleset(version: version)
    let names = Mount.all(in: Self.text(of: "/proc/self/mountinfo")).names(of: folder, on: mount_number(folder))
    let except = Set(names.flatMap(Self.wayTo).compactMap { FileIdentity(of: $0) })
    for path in PathsBeside(folders: names).paths(list: Self.entries) {
      try rules.allow(.all(version: version), on: path, except: except)
    }
    for place in reading { try rules.allow(.readFile, on: Self.real(place, below: folder)) }
    for place in writing { try rules.allow(.all(version: version), on: Self.real(place, below: folder)) }
    try rules.allow(.ofFile, descriptor: output, named: "the output")
    return rules
  }

  /// A hard link is not seen by its path: whoever made one before would have a way in.
  private func refuseSecondNames(in folder: String) throws(ConfinementError) {
    for name in Self.entries(of: folder) {
      var status = stat()
      let path = "\(folder)/\(name)"
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink > 1 else { continue }
      throw .secondName(path, names: Int(status.st_nlink))
    }
  }

  static func real(_ path: String) throws(ConfinementError) -> String {
    guard let real = realpath(path, nil) else { throw .failed("looking for \(path)", errno) }
    defer { free(real) }
    return String(cString: real)
  }

  private static func real(_ path: String, below folder: String) throws(ConfinementError) -> String {
    let real = try real(path)
    guard real != folder, real.isAtOrBelow(folder) else { throw .outside(path, folder: folder) }
    return real
  }

  /// The folder and those above it.
  private static func wayTo(_ folder: String) -> [String] {
    var way = ["/"]
    for name in folder.split(separator: "/") { way.append((way.last == "/" ? "" : way[way.count - 1]) + "/" + name) }
    return way
  }

  private static func entries(of folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(file, &part, part.count), count > 0 { bytes += part[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
