import CLandlock
import Glibc

/// Why a program was not started: nothing of it happened.
public struct ProgramNotStarted: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }

  init(_ program: String, _ what: String, _ code: Int32) {
    description = "\(program) was not started: \(what): \(String(cString: strerror(code)))"
  }

  init(_ program: String, _ failure: start_failure) {
    let why = String(cString: strerror(failure.error))
    switch Int(failure.stage) {
    case START_STREAMS: self.init("\(program) was not started: its output: \(why)")
    case START_FOLDER: self.init("\(program) was not started: its folder: \(why)")
    case START_PROGRAM: self.init("\(program) could not be started: \(why)")
    case START_PROOF where failure.error == 0:
      self.init("\(program) was not started: its confinement does not hold, it could have written the state folder")
    default: self.init("\(program) was not started: it cannot be confined: \(why)")
    }
  }
}
