import MigrationControl

/// An argument or an option as the parser describes it.
struct ArgumentDescription: Sendable {
  enum Kind: Sendable { case positional, option, flag }

  let kind: Kind
  /// As they are typed, dashes and all; the long ones first.
  let names: [String]
  let valueName: String
  let abstract: String
  let isOptional: Bool
  let isRepeating: Bool
  /// Every command has it.
  let isCommon: Bool

  init(_ json: JSONValue) {
    kind =
      switch json["kind"]?.string {
      case "positional": .positional
      case "flag": .flag
      default: .option
      }
    let spelled = (json["names"]?.array ?? []).map { name in
      (name["kind"]?.string == "short" ? "-" : "--") + (name["name"]?.string ?? "")
    }
    names = spelled.filter { $0.hasPrefix("--") } + spelled.filter { !$0.hasPrefix("--") }
    valueName = (json["valueName"]?.string ?? "").uppercased()
    isOptional = json["isOptional"]?.bool == true
    isRepeating = json["isRepeating"]?.bool == true
    isCommon =
      json["sectionTitle"]?.string == GlobalOptions.title || names.contains("--help") || names.contains("--version")
    let values = (json["allValues"]?.array ?? []).compactMap(\.string)
    let initial = json["defaultValue"]?.string
    let parts = [
      names.contains("--help") ? "Show this help." : json["abstract"]?.string ?? "",
      values.isEmpty ? "" : "One of \(Counting.list(values, "or")).",
      initial.map { "Without it: \($0)" } ?? "",
    ]
    abstract = parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// In a line that shows how a command is called: `[--target TARGET]`.
  var usage: String {
    let text = names.first.map { kind == .flag ? $0 : "\($0) \(valueName)" } ?? valueName
    return (isOptional ? "[\(text)]" : text) + (isRepeating ? "..." : "")
  }

  /// All its names and its value: `-t, --target TARGET`.
  var title: String {
    guard !names.isEmpty else { return valueName }
    return names.reversed().joined(separator: ", ") + (kind == .flag ? "" : " \(valueName)")
  }
}
