/// Who holds a role.
struct RoleGrant: Sendable, Hashable {
  var users: [Principal] = []
  var groups: [Principal] = []

  /// How many people could act in it; nil where a group makes that anybody's guess.
  var headcount: Int? { groups.isEmpty ? Set(users.compactMap(\.id)).count : nil }
}
