/// How the program ended.
enum ProgramEnd {
  case exited(Int32)
  case signaled(Int32)

  /// As a shell would give it.
  var status: Int32 {
    switch self {
    case .exited(let status): status
    case .signaled(let number): 128 + number
    }
  }

  var words: String {
    switch self {
    case .exited(let status): "exited \(status)"
    case .signaled(let number): "signaled \(number)"
    }
  }
}
