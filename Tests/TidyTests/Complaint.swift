/// Something in the repository that breaks a rule.
struct Complaint: Equatable, CustomStringConvertible {
  var path: String
  /// From 1; nil where it is about the file as a whole.
  var line: Int?
  var message: String

  var description: String { line.map { "\(path):\($0): \(message)" } ?? "\(path): \(message)" }
}
