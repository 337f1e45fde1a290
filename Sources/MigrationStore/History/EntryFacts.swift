import Foundation

/// The facts in an entry's detail that are text, as `HistoryDetail` wrote them.
struct EntryFacts {
  private let members: [String: Any]

  init(_ detail: String) {
    let object = try? JSONSerialization.jsonObject(with: Data(detail.utf8))
    members = object as? [String: Any] ?? [:]
  }

  subscript(_ key: String) -> String? { members[key] as? String }

  func number(_ key: String) -> Int64? { self[key].flatMap { Int64($0) } }
}
