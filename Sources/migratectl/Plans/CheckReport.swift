import MigrationControl
import MigrationPhases

/// What a check found out about one plan.
struct CheckReport: Sendable {
  let folder: String
  let name: String?
  let digest: String?
  private(set) var findings: [Finding]

  init(_ checked: CheckedPlan) {
    folder = checked.folder
    name = checked.plan?.name
    digest = checked.plan?.digest
    findings = checked.findings
  }

  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// What the daemon found, without what was found here already.
  mutating func add(_ reply: Call.Check.Reply) {
    findings += reply.findings.map { Finding($0) }.filter { !findings.contains($0) }
  }

  mutating func add(_ finding: Finding) { findings.append(finding) }

  /// The findings, with the lines that they are about.
  func text(_ appearance: Appearance) -> String {
    FindingSheet(appearance: appearance, source: { SourceLines.line($1, of: $0) }).text(findings, folder: folder)
  }

  /// One line, with its line break.
  var summary: String {
    guard !hasErrors, let digest else { return SafeText.line("\(folder): \(FindingSheet.sum(findings))") + "\n" }
    return SafeText.line("\(folder): ok, \(FindingSheet.sum(findings)), digest \(digest)") + "\n"
  }

  static func json(_ reports: [CheckReport]) -> JSONValue {
    ["plans": .array(reports.map { $0.json })]
  }

  private var json: JSONValue {
    var object = JSONObject()
    object["folder"] = .string(folder)
    object["name"] = name.map { .string($0) }
    object["digest"] = digest.map { .string($0) }
    object["findings"] = .array(findings.compactMap { try? JSONValueEncoder.encode(Wire.Finding($0)) })
    return .object(object)
  }
}
