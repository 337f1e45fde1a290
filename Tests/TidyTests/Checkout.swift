import RepositoryFiles

/// The files of this checkout as the rules take them.
enum Checkout {
  static func sources() throws -> [SourceFile] { try swift(below: "Sources") }

  static func swift(below folder: String) throws -> [SourceFile] {
    try Repository.swiftFiles(below: folder).map { SourceFile(path: $0, text: try Repository.text($0)) }
  }
}
