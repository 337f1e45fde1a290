import MigrationDigest

/// The files of a plan in the order of their paths' bytes.
public struct PlanFiles: Sendable, Hashable {
  public let files: [PlanFile]

  public init(_ files: [PlanFile]) {
    self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  public subscript(path: String) -> [UInt8]? { files.first { $0.path.utf8.elementsEqual(path.utf8) }?.bytes }

  public var paths: [String] { files.map(\.path) }

  /// The one layout that the digest is made of, and that a plan is kept and sent in. For every file, in the order of
  /// their paths' bytes: the path's length in bytes, the path in UTF-8, the content's length in bytes, the content.
  /// Lengths are unsigned, eight bytes, most significant first.
  public var encoded: [UInt8] {
    var out: [UInt8] = []
    for file in files {
      for part in [Array(file.path.utf8), file.bytes] {
        withUnsafeBytes(of: UInt64(part.count).bigEndian) { out.append(contentsOf: $0) }
        out.append(contentsOf: part)
      }
    }
    return out
  }

  /// SHA-256 of `encoded` as 64 hexadecimal digits.
  public var digest: String {
    var digest = FilesDigest()
    for file in files { digest.add(path: file.path, bytes: file.bytes) }
    return digest.finish()
  }

  /// Reads `encoded` back. Only the layout is checked here; `Plan.read` checks the plan.
  public init(encoded: [UInt8]) throws(PlanError) {
    var rest = encoded[...]
    var files: [PlanFile] = []
    while !rest.isEmpty {
      let path = try PlanFiles.part(&rest, atMost: PlanBounds.pathLength)
      let bytes = try PlanFiles.part(&rest, atMost: PlanBounds.file)
      guard let path = String(validating: path, as: UTF8.self) else {
        throw .notAPlan("a path is not UTF-8")
      }
      if let last = files.last, !last.path.utf8.lexicographicallyPrecedes(path.utf8) {
        throw .notAPlan("the paths are not in order, or one comes twice")
      }
      files.append(PlanFile(path: path, bytes: bytes))
      guard files.count <= PlanBounds.files else { throw .notAPlan("more than \(PlanBounds.files) files") }
    }
    self.files = files
  }

  private static func part(_ rest: inout ArraySlice<UInt8>, atMost bound: Int) throws(PlanError) -> [UInt8] {
    guard rest.count >= 8 else { throw .notAPlan("it ends in the middle of a length") }
    let length = rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    rest = rest.dropFirst(8)
    guard length <= UInt64(bound) else { throw .notAPlan("a part of \(length) bytes, at most \(bound) are allowed") }
    guard rest.count >= Int(length) else { throw .notAPlan("it ends in the middle of a part") }
    defer { rest = rest.dropFirst(Int(length)) }
    return Array(rest.prefix(Int(length)))
  }
}
