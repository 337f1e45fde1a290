/// The values of one mapping by their keys, all of which are known ones.
package struct YAMLFields: Sendable {
  /// The mapping's own path, for messages; empty at the top.
  package let path: String
  package let node: YAMLNode
  package let values: [String: YAMLNode]

  package subscript(key: String) -> YAMLNode? { values[key] }

  package func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
