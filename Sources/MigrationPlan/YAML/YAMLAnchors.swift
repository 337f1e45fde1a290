/// Finds anchors that are used, before a parser follows them: a few hundred bytes of nested aliases can stand for more
/// than any memory holds.
enum YAMLAnchors {
  /// A name that stands both after `&` and after `*`, anywhere in the text; nil where there is none. Both must be there
  /// for an alias to mean anything, so this finds every one, and hardly any text that is no alias.
  static func aliased(in text: String) -> String? {
    let anchors = names(after: UInt8(ascii: "&"), in: text)
    guard !anchors.isEmpty else { return nil }
    return names(after: UInt8(ascii: "*"), in: text).intersection(anchors).min()
  }

  private static func names(after mark: UInt8, in text: String) -> Set<String> {
    var names: Set<String> = []
    var name: [UInt8]?
    for byte in text.utf8 {
      if isNameByte(byte) {
        name?.append(byte)
      } else {
        if let name, !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self)) }
        name = byte == mark ? [] : nil
      }
    }
    if let name, !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self)) }
    return names
  }

  /// The bytes of an anchor's name: ASCII letters, digits, `-` and `_`.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
