/// Makes customers, the same ones for the same seed.
struct People {
  struct Person {
    var first: String
    var last: String
    var city: String
    var credit: Int
    var created: String

    func email(_ number: Int) -> String {
      let name = "\(first).\(last)".lowercased().filter { $0.isASCII && ($0.isLetter || $0 == ".") }
      return "\(name).\(number)@example.org"
    }
  }

  private static let firsts = [
    "Ada", "Amélie", "Anders", "Björn", "Chiara", "Daniel", "Elif", "Émile", "Fatima", "Grace", "Hiroshi", "Inés",
    "Jürgen", "Kwame", "Leila", "Luís", "Mina", "Niamh", "Oluwaseun", "Priya", "Quentin", "Ravi", "Sofía", "Tomáš",
    "Uma", "Vera", "Wanjiru", "Xiomara", "Yuki", "Zoë", "Anne Marie", "Jean-Luc",
  ]
  private static let lasts = [
    "Andersson", "Bianchi", "Çelik", "Dubois", "Eriksen", "Fernández", "García", "Hoffmann", "Ito", "Jansen",
    "Kowalski",
    "Lovelace", "Müller", "Nakamura", "O'Brien", "Papadopoulos", "Quispe", "Rossi", "Schmidt", "Tanaka", "Usman",
    "van der Berg", "Weber", "Xu", "Yılmaz", "Zhang", "Hopper", "Turing", "Okafor", "Sánchez",
  ]
  private static let cities = [
    "Amsterdam", "Berlin", "Córdoba", "Dublin", "Eindhoven", "Firenze", "Göteborg", "Hamburg", "İzmir", "Kraków",
    "Lagos",
    "Lyon", "Nairobi", "Ōsaka", "Porto", "Quito", "Zürich",
  ]

  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Person {
    Person(
      first: pick(Self.firsts), last: pick(Self.lasts), city: pick(Self.cities), credit: number(below: 500_000),
      created: "20\(15 + number(below: 11))-0\(1 + number(below: 9))-\(10 + number(below: 18))")
  }

  mutating func number(below bound: Int) -> Int { Int(random() % UInt64(bound)) }

  private mutating func pick(_ words: [String]) -> String { words[number(below: words.count)] }

  /// SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
  private mutating func random() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
