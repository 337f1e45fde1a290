import Glibc

/// A call of the system that failed in a test.
struct Errno: Error, CustomStringConvertible {
  let call: String
  let number: Int32

  var description: String { "\(call): \(String(cString: strerror(number)))" }
}
