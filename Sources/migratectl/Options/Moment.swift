import MigrationPhases

/// A moment as it was typed; read when the zone is known.
struct Moment: Sendable {
  let text: String

  /// In microseconds since 1970.
  func microseconds(_ option: String, _ moments: Moments) throws(Failure) -> Int {
    do {
      return Int(try MomentParser(moments: moments).parse(text).microseconds)
    } catch {
      throw .usage("\(option): \(error.description).")
    }
  }
}
