import RepositoryFiles

/// The files of this checkout as the rules take them.
enum Checkout {
  static func sources() throws -> [SourceFile] { try read.get().filter { $0.path.hasPrefix("Sources/") } }
  static func tests() throws -> [SourceFile] { try read.get().filter { $0.path.hasPrefix("Tests/") } }

  private static let read = Result {
    try Repository.files.filter { $0.hasSuffix(".swift") }.map { SourceFile(path: $0, text: try Repository.text($0)) }
  }
}
