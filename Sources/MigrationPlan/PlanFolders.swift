import Glibc

extension PlanFiles {
  /// Reads a plan's folder: `migration.yaml` and the files it names, nothing else.
  /// - Throws: `PlanError.findings` with everything that is wrong with the plan, `PlanError.unreadable` where there is
  ///   no folder.
  public static func load(folder: String) throws(PlanError) -> PlanFiles {
    var decoder = PlanDecoder(source: .folder(try PlanFolder(folder)))
    return try decoder.plan().files
  }

  /// Writes the files into `folder`, which is made. A file that is there already is never overwritten. Programs are
  /// executable afterwards.
  public func write(to folder: String) throws(PlanError) {
    for file in files {
      if let (_, message) = PlanPath.problem(file.path) {
        throw .unreadable(folder: folder, reason: "\"\(file.path)\" \(message)")
      }
    }
    try PlanFiles.makeFolder(folder)
    for file in files {
      var made = folder
      for part in file.path.split(separator: "/").dropLast() {
        made += "/\(part)"
        try PlanFiles.makeFolder(made)
      }
      try PlanFiles.write(file, to: "\(folder)/\(file.path)")
    }
  }

  private static func makeFolder(_ path: String) throws(PlanError) {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw failure(path) }
  }

  private static func write(_ file: PlanFile, to path: String) throws(PlanError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, file.isProgram ? 0o777 : 0o666)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var rest = file.bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      rest = rest.dropFirst(count)
    }
  }

  private static func failure(_ path: String) -> PlanError {
    let code = errno
    return .unreadable(folder: path, reason: code == EEXIST ? "is there already" : String(cString: strerror(code)))
  }
}
