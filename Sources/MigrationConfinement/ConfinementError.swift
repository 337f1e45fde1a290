import Glibc

/// Why a program cannot be confined. It is not started then.
public enum ConfinementError: Error, Sendable, Hashable {
  /// What was being done, and the error's number.
  case failed(String, Int32)
  /// A file of the folder that it is kept out of has a second name, perhaps elsewhere.
  case secondName(String, names: Int)
  /// A folder that it may use lies where it has no business.
  case outside(String, folder: String)
}

extension ConfinementError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .failed(let what, let code): "it cannot be confined: \(what): \(String(cString: strerror(code)))"
    case .secondName(let path, let names):
      "\(path) has \(names) names (hard links), and a program could write it by another one: find them with "
        + "find / -xdev -samefile \(path), and remove those that are not the daemon's"
    case .outside(let path, let folder): "\(path) is not below \(folder)"
    }
  }
}
