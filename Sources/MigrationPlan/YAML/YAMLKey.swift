/// A key that a document may have: read by the decoder, by the documentation and by nothing else twice.
package struct YAMLKey: Sendable, Hashable {
  /// From the top, parts joined by `.`; `[]` goes into a list's items: `expand.verify[].name`.
  package var path: String
  /// For people: `text`, `list of texts`, `time span`.
  package var type: String
  package var isRequired: Bool
  /// What holds where the key is left out; nil where that is said by `meaning` or the key is required.
  package var standard: String?
  package var meaning: String

  package init(_ path: String, _ type: String, required: Bool, standard: String? = nil, _ meaning: String) {
    self.path = path
    self.type = type
    self.isRequired = required
    self.standard = standard
    self.meaning = meaning
  }

  /// The last part.
  package var name: String { path.split(separator: ".").last.map(String.init) ?? path }

  /// The path of the mapping it stands in; empty at the top.
  package var parent: String { path.split(separator: ".").dropLast().joined(separator: ".") }
}
