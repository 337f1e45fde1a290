/// A single value of a YAML document, as written.
package struct YAMLScalar: Sendable, Hashable {
  package enum Style: Sendable, Hashable { case plain, quoted, literal, folded }

  /// What YAML 1.1 takes a plain value for; anything quoted is a text.
  package enum Kind: Sendable, Hashable { case text, boolean, integer, number, nothing, timestamp, other }

  package var text: String
  package var style: Style
  package var kind: Kind
  /// Place of the text itself, past a quotation mark or a `|`.
  package var textLine: Int
  package var textColumn: Int

  var found: String {
    let shown = text.count > 40 ? "\(text.prefix(40))…" : text
    return switch kind {
    case .text: text.isEmpty ? "an empty text" : "the text \"\(shown)\""
    case .boolean: "the boolean \(shown)"
    case .integer, .number: "the number \(shown)"
    case .nothing: "nothing"
    case .timestamp: "the date \(shown)"
    case .other: "\"\(shown)\""
    }
  }
}
