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
    let moments = appearance.moments
    let time = isLimited ? "TIME (\(moments.zoneName))" : "TIME"
    let titles =
      right("#", Self.sequence) + "  " + left(time, TextWidth.of(text(moments.now.microseconds))) + "  "
      + left("ACTOR", Self.actor) + "  " + left("EVENT", Self.event) + "  ROLLOUT, CHANGE, DETAIL"
    return Tone.strong.paint(TextWidth.cut(titles, to: appearance.width ?? Int.max), appearance) + "\n"
  }

  /// With its line break. Two lines where the terminal is too narrow to show what changed on one, more where it is
  /// narrower still.
  func text(_ entry: Wire.HistoryEntry) -> String {
    var head: [(String, Tone)] = [
      (right("\(entry.seq)", Self.sequence), .faint), (text(Int64(entry.at)), .plain),
      (left(SafeText.line(entry.actor.user), Self.actor), .plain),
      (left(SafeText.line(entry.event), Self.event), tone(entry)),
    ]
    if let rollout = rollout(entry) { head.append((rollout, .strong)) }
    var tail: [(String, Tone)] = []
    if let change = change(entry) { tail.append((change, .active)) }
    let fixed = head.prefix(4).reduce(-2) { $0 + TextWidth.of($1.0) + 2 }
    if let width = appearance.width, fixed > width {
      return folded(head + tail + [(detail(entry), .plain)], into: width)
    }
    let needed = (head + tail).reduce(-2) { $0 + TextWidth.of($1.0) + 2 }
    tail.append((detail(entry), .plain))
    guard let width = appearance.width, needed > width else { return line(head + tail) }
    return line(head) + line([(TextWidth.blanks(Self.sequence), .plain)] + tail)
  }

  /// As many lines as it takes where not even who did what fits on one.
  private func folded(_ pieces: [(String, Tone)], into width: Int) -> String {
    var lines: [[(String, Tone)]] = []
    var used = width
    for piece in pieces where !piece.0.isEmpty {
      let needed = 2 + TextWidth.of(piece.0)
      if used + needed > width {
        lines.append(lines.isEmpty ? [] : [(TextWidth.blanks(Self.sequence), .plain)])
        used = lines.count == 1 ? -2 : Self.sequence
      }
      lines[lines.count - 1].append(piece)
      used += needed
    }
    return lines.map(line).joined()
  }

  /// The zone is said once where room is scarce, in every line where lines may be taken out by themselves.
  private var isLimited: Bool { appearance.width != nil }

  private func text(_ at: Int64) -> String {
    isLimited ? appearance.moments.bare(Int(at)) : appearance.moments.text(Int(at))
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

  /// `verb=approve reason="as agreed"`; the verb first, where no fact says as much.
  private func detail(_ entry: Wire.HistoryEntry) -> String {
    let object = try? JSONParser.parse(entry.detail).object
    let facts =
      object.map { $0.members.map { "\(SafeText.line($0.name))=\(value($0.value))" }.joined(separator: " ") }
      ?? SafeText.line(entry.detail)
    let isSaid = entry.actor.verb == "daemon" || entry.actor.verb == entry.event || object?["command"] != nil
    return [isSaid ? "" : "verb=\(quoted(entry.actor.verb))", facts].filter { !$0.isEmpty }.joined(separator: " ")
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
