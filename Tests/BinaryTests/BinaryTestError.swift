struct BinaryTestError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
