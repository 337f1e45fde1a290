/// Everything on a host but some folders: what lies beside the ways that lead to them. Rules can only allow, and what
/// they allow holds for all that lies beneath, so this is how to leave a folder out.
struct PathsBeside {
  /// Absolute real paths.
  var folders: [String]

  /// - Parameter list: the names in a folder; empty where it cannot be read.
  func paths(list: (String) -> [String]) -> [String] {
    if folders.contains("/") { return [] }
    return visit("/", list)
  }

  private func visit(_ folder: String, _ list: (String) -> [String]) -> [String] {
    var paths: [String] = []
    for name in list(folder) {
      let path = folder == "/" ? "/" + name : folder + "/" + name
      if folders.contains(where: { path.isAtOrBelow($0) }) { continue }
      if folders.contains(where: { $0.isAtOrBelow(path) }) {
        paths += visit(path, list)
      } else {
        paths.append(path)
      }
    }
    return paths
  }
}
