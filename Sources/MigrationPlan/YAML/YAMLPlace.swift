/// A place in a document, from 1; columns count Unicode scalars.
struct YAMLPlace: Sendable, Hashable {
  var line: Int
  var column: Int
}
