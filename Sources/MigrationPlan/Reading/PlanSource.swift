/// Where a plan's files come from.
enum PlanSource: Sendable {
  case memory(PlanFiles)
  case folder(PlanFolder)

  func look(for path: String, atMost bound: Int) -> PlanFileLookup {
    switch self {
    case .folder(let folder): folder.look(for: path, atMost: bound)
    case .memory(let files):
      if let bytes = files[path] {
        bytes.count > bound ? .tooLarge : .bytes(bytes)
      } else {
        .missing(others: files.paths)
      }
    }
  }
}
