/// A piece of a YAML document with its place, as written: nothing is converted.
package struct YAMLNode: Sendable, Hashable {
  package enum Value: Sendable, Hashable {
    case scalar(YAMLScalar)
    case list([YAMLNode])
    /// In the document's order. A key written twice is here twice.
    case mapping([Pair])
  }

  package struct Pair: Sendable, Hashable {
    package var key: YAMLNode
    package var value: YAMLNode
  }

  package var value: Value
  /// Place of the first character, from 1; columns count Unicode scalars.
  package var line: Int
  package var column: Int

  /// What it is, for messages: `a list`, `the boolean "no"`.
  package var found: String {
    switch value {
    case .list: "a list"
    case .mapping: "a mapping"
    case .scalar(let scalar): scalar.found
    }
  }
}
