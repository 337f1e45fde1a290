/// What a bench found.
struct Report {
  var figures: [Figure]
  /// How the figures came about, a line each.
  var notes: [String] = []
}
