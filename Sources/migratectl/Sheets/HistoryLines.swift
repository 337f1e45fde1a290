import MigrationControl

/// Entries of the history, one a line, in columns that do not depend on what comes later.
struct HistoryLines: Sendable {
  private static let sequence = 6
  private static let actor = 10
  private static let event = 10

  let appearance: Appearance

  /// The titles; empty without a legend.
  var legend: String {
    guard appearance.hasLegend else { return "" }
    let time = TextWidth.of(appearance.moments.text(0))
    let titles =
      right("#", Self.sequence) + "  " + left("TIME", time) + "  " + left("ACTOR", Self.actor) + "  "
      + left("EVENT", Self.event) + "  ROLLOUT, CHANGE, DETAIL"
    return Tone.strong.paint(TextWidth.cut(titles, to: appearance.width ?? Int.max), appearance) + "\n"
  }

  /// With its line break.
  func text(_ entry: Wire.HistoryEntry) -> String {
    var pieces: [(String, Tone)] = [
      (right("\(entry.seq)", Self.sequence), .faint), (appearance.moments.text(entry.at), .plain),
      (left(SafeText.line(entry.actor.user), Self.actor), .plain), (left(SafeText.line(entry.event), Self.event), tone(entry)),
    ]
    if let rollout = rollout(entry) { pieces.append((rollout, .strong)) }
    if let change = change(entry) { pieces.append((change, .active)) }
    pieces.append((detail(entry), .plain))
    return line(pieces)
  }

  private func line(_ pieces: [(String, Tone)]) -> String {
    var line = ""
    var room = appearance.width ?? Int.max
    for (text, tone) in pieces where !text.isEmpty {
      let gap = line.isEmpty ? "" : "  "
      guard room > gap.count else { break }
      let cut = TextWidth.cut(text, to: room - gap.count)
      line += gap + tone.paint(cut, appearance)
      room -= gap.count + TextWidth.of(cut)
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  private func rollout(_ entry: Wire.HistoryEntry) -> String? {
    let place = [entry.migration, entry.target].compactMap { $0 }.joined(separator: "/")
    return place.isEmpty ? nil : SafeText.line(place)
  }

  /// `planned → queued(expand)`, or the phase where no state changed.
  private func change(_ entry: Wire.HistoryEntry) -> String? {
    let arrow = appearance.hasGlyphs ? "→" : "->"
    switch (entry.from, entry.to) {
    case (let from?, let to?): return SafeText.line("\(from) \(arrow) \(to)")
    case (nil, let to?): return SafeText.line("\(arrow) \(to)")
    case (let from?, nil): return SafeText.line(from)
    case (nil, nil): return entry.phase?.rawValue
    }
  }

  /// `verb=advance reason="as agreed"`; the verb first, where the daemon did not act on its own.
  private func detail(_ entry: Wire.HistoryEntry) -> String {
    let verb = entry.actor.verb == "daemon" || entry.actor.verb == entry.event ? "" : "verb=\(quoted(entry.actor.verb))"
    let facts: String =
      if let object = try? JSONParser.parse(entry.detail).object {
        object.members.map { "\(SafeText.line($0.name))=\(value($0.value))" }.joined(separator: " ")
      } else {
        SafeText.line(entry.detail)
      }
    return [verb, facts].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func value(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): quoted(text)
    case .null, .bool, .integer, .number, .array, .object: SafeText.line(value.description)
    }
  }

  private func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && !text.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" })
    return isPlain ? SafeText.line(text) : SafeText.line(JSONValue.string(text).description)
  }

  private func tone(_ entry: Wire.HistoryEntry) -> Tone {
    switch entry.event {
    case "refused": .warning
    case "frozen": .warning
    default: entry.to?.hasPrefix("halted") == true ? .bad : .plain
    }
  }

  private func left(_ text: String, _ width: Int) -> String { text + TextWidth.blanks(width - TextWidth.of(text)) }

  private func right(_ text: String, _ width: Int) -> String { TextWidth.blanks(width - TextWidth.of(text)) + text }
}
