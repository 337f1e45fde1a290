/// How this process's own decisions hold the journal's write lock.
struct OwnLocks: Sendable, Hashable {
  /// One has it now.
  var isHeld = false
  /// How often one got it.
  private var taken = 0

  mutating func took() {
    isHeld = true
    taken += 1
  }
}
