import Glibc

/// Where migrated-run is, which starts the programs of plans.
enum Launcher {
  static let name = "migrated-run"

  /// Why there is none; the text is for the log.
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  /// As it is installed, or beside the daemon, as it is built.
  static func find() throws(Missing) -> String { try find(besides: own) }

  static func find(besides executable: String) throws(Missing) -> String {
    let folder = executable.lastIndex(of: "/").map { String(executable[..<$0]) } ?? ""
    let places = ["\(folder)/../libexec/migrated/\(name)", "\(folder)/\(name)"]
    if let place = places.first(where: { access($0, X_OK) == 0 }) { return place }
    throw Missing(
      description: "migrated-run, which starts the programs of plans, is neither at \(places[0]) nor at \(places[1]): "
        + "install it together with migrated")
  }

  private static var own: String {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &bytes, bytes.count - 1)
    return String(decoding: bytes.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
