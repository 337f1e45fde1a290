/// The simulation's only source of chance (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014, https://doi.org/10.1145/2660193.2660195).
struct SplitMix64: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// From 0 to `bound` - 1.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

  mutating func from(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// `items` must not be empty.
  mutating func one<T>(of items: [T]) -> T { items[below(items.count)] }

  /// One of the items, each as often as its weight says.
  mutating func weighed<T>(_ items: [(weight: Int, item: T)]) -> T {
    var point = below(items.reduce(0) { $0 + $1.weight })
    for (weight, item) in items {
      if point < weight { return item }
      point -= weight
    }
    return items[items.count - 1].item
  }
}
