import MigrationPlan
import RepositoryFiles

@testable import migrated

/// docs/configuration.md, whose tables are printed from the code.
struct ConfigurationPage {
  static let path = "docs/configuration.md"

  let text: String

  init() throws { text = try Repository.text(Self.path) }

  /// Every fenced block of YAML.
  var snippets: [String] {
    var snippets: [String] = []
    var current: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```yaml" {
        current = []
      } else if line == "```", let lines = current {
        snippets.append(lines.joined(separator: "\n"))
        current = nil
      } else {
        current?.append(line)
      }
    }
    return snippets
  }

  /// What stands between `<!-- name -->` and `<!-- /name -->`; nil where the page has lost them.
  func part(_ name: String) -> Substring? {
    guard let begin = text.firstRange(of: "<!-- \(name) -->\n"), let end = text.firstRange(of: "<!-- /\(name) -->"),
      begin.upperBound <= end.lowerBound
    else { return nil }
    return text[begin.upperBound..<end.lowerBound]
  }

  /// The page with its tables as the code has them.
  var printed: String? {
    var page = text
    for (name, table) in [("keys", Self.keys), ("bounds", Self.bounds)] {
      guard let part = part(name) else { return nil }
      page = page.replacing(
        "<!-- \(name) -->\n\(part)<!-- /\(name) -->", with: "<!-- \(name) -->\n\(table)<!-- /\(name) -->")
    }
    return page
  }

  private static var keys: String {
    let rows = ConfigurationKeys.all.map { key in
      "| `\(key.path)` | \(key.type) | \(key.isRequired ? "yes" : "no") | \(key.standard ?? "") | \(key.meaning) |\n"
    }
    return "| key | type | required | default | meaning |\n|---|---|---|---|---|\n" + rows.joined()
  }

  private static var bounds: String {
    """
    | what | at most |
    |---|---|
    | the file | \(ByteSize.exact(ConfigurationBounds.file)) |
    | environments | \(ConfigurationBounds.environments) |
    | targets | \(ConfigurationBounds.targets) |
    | groups of a target | \(ConfigurationBounds.groupsPerTarget) |
    | users, or groups, of a role | \(ConfigurationBounds.principals) |
    | items of a phase's checklist | \(ConfigurationBounds.checklistItems) |
    | a path | \(ConfigurationBounds.path) bytes |
    | any other text | \(ConfigurationBounds.text) characters |
    | errors told at once | \(ConfigurationBounds.findings) |

    """
  }
}
