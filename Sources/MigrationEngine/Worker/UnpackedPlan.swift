import Glibc
import MigrationPlan

/// A plan's files on disk, for the commands that it runs. One folder a digest, so it never has to be replaced.
enum UnpackedPlan {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The folder with the plan's files; they are written anew each time, and programs (`#!`) may be run.
  static func folder(of plan: Plan, in plans: String) throws(Failure) -> String {
    let folder = plans + "/" + plan.digest
    try makeFolder(folder)
    for file in plan.files.files {
      var parent = folder
      for part in file.path.split(separator: "/").dropLast() {
        parent += "/" + part
        try makeFolder(parent)
      }
      try write(file.bytes, to: folder + "/" + file.path)
    }
    return folder
  }

  private static func makeFolder(_ path: String) throws(Failure) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw Failure(description: "\(path) could not be made: \(String(cString: strerror(errno)))")
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let mode: mode_t = bytes.starts(with: Array("#!".utf8)) ? 0o700 : 0o600
    let temporary = path + ".new"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      throw Failure(description: "\(temporary) could not be written: \(String(cString: strerror(errno)))")
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        close(descriptor)
        throw Failure(description: "\(temporary) could not be written: \(String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(count)
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
      throw Failure(description: "\(path) could not be written: \(String(cString: strerror(errno)))")
    }
  }
}
