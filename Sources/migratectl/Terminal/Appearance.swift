/// How text is to look where it goes. Everything that rendering may depend on besides what it renders.
struct Appearance: Sendable {
  /// Columns of the terminal; nil where text may be as wide as it likes.
  var width: Int?
  /// Lines of the terminal; nil where there is none.
  var height: Int?
  var isColored = false
  /// Signs beyond ASCII may be used: ✓, ✗, bars.
  var hasGlyphs = false
  /// Titles above tables and sums below them.
  var hasLegend = true
  var moments: Moments
}
