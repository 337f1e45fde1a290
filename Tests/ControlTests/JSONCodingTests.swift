import MigrationControl
import Testing

@Suite("Swift types as JSON values")
struct JSONCodingTests {
  enum Shade: String, Codable { case light, dark }

  struct Inner: Codable, Equatable {
    var shade: Shade
    var ratio: Double?
  }

  struct Sample: Codable, Equatable {
    var name: String
    var count: Int
    var byte: UInt8
    var flag: Bool
    var ratio: Double
    var note: String?
    var inner: Inner
    var list: [Inner]
    var holes: [String?]
    var map: [String: Int]
    var matrix: [[Int]]
    var foreign: JSONValue
  }

  static let sample = Sample(
    name: "n", count: -5, byte: 255, flag: true, ratio: 0.5, note: nil, inner: Inner(shade: .dark, ratio: nil),
    list: [Inner(shade: .light, ratio: 2)], holes: ["a", nil], map: ["one": 1], matrix: [[1, 2], []],
    foreign: ["any": [1, "two", nil]])

  static let value: JSONValue = [
    "name": "n", "count": -5, "byte": 255, "flag": true, "ratio": 0.5, "inner": ["shade": "dark"],
    "list": [["shade": "light", "ratio": .number(2)]], "holes": ["a", nil], "map": ["one": 1], "matrix": [[1, 2], []],
    "foreign": ["any": [1, "two", nil]],
  ]

  @Test("a type becomes a value, and optional properties without one are left out")
  func encoded() throws {
    #expect(try JSONValueEncoder.encode(Self.sample) == Self.value)
  }

  @Test("a value becomes a type again")
  func decoded() throws {
    #expect(try JSONValueDecoder.decode(Sample.self, from: Self.value) == Self.sample)
  }

  @Test("null and absent are the same to an optional property, and unknown members are ignored")
  func lenient() throws {
    let inner = try JSONValueDecoder.decode(Inner.self, from: ["shade": "dark", "ratio": nil, "new": 1])
    #expect(inner == Inner(shade: .dark, ratio: nil))
  }

  @Test("a whole number is read where a number is asked for, since some writers drop the fraction")
  func wholeRatio() throws {
    #expect(try JSONValueDecoder.decode(Inner.self, from: ["shade": "dark", "ratio": 1]).ratio == 1)
  }

  @Test("what does not fit is named with its place")
  func mismatches() throws {
    func message(_ change: (inout JSONObject) -> Void) -> String? {
      guard var object = Self.value.object else { return nil }
      change(&object)
      do throws(JSONConversionError) {
        _ = try JSONValueDecoder.decodeObject(Sample.self, from: object)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(message { $0["name"] = nil } == "name: is missing")
    #expect(message { $0["count"] = "5" } == "count: is a string, expected a whole number")
    #expect(message { $0["byte"] = 256 } == "byte: is a whole number, expected one from 0 to 255")
    #expect(message { $0["flag"] = 1 } == "flag: is a whole number, expected a boolean")
    #expect(message { $0["list"] = [["shade": "light"], [:]] } == "list[1].shade: is missing")
    #expect(message { $0["matrix"] = [[1], [2, 1.5]] } == "matrix[1][1]: is a number, expected a whole number")
    #expect(message { $0["map"] = ["x": "y"] } == "map.x: is a string, expected a whole number")
    #expect(message { $0["inner"] = 3 } == "inner: is a whole number, expected an object")
    #expect(message { $0["inner"] = ["shade": "pink"] }?.hasPrefix("inner.shade: ") == true)
  }

  @Test("what JSON or 64 bits cannot carry is refused rather than changed")
  func unrepresentable() {
    #expect(throws: JSONConversionError.self) { try JSONValueEncoder.encode([Double.nan]) }
    #expect(throws: JSONConversionError.self) { try JSONValueEncoder.encode(["a": UInt64.max]) }
    #expect(throws: JSONConversionError.self) { try JSONValueEncoder.encodeObject([1]) }
  }
}
