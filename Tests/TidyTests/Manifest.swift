/// What every target of the manifest must be built with.
enum Manifest {
  static func complaints(about text: String) -> [Complaint] {
    let settings = text.firstMatch(of: /let strict: \[SwiftSetting\] = \[([^\]]*)\]/)?.1 ?? ""
    var messages: [String] = []
    if !settings.contains(".swiftLanguageMode(.v6)") { messages.append("the Swift 6 language mode is not set") }
    if !settings.contains(".treatAllWarnings(as: .error)") { messages.append("warnings are not errors") }
    let targets = text.matches(of: /\.(?:target|testTarget|executableTarget)\(/).count
    let isStrict = text.matches(of: /swiftSettings: strict/).count
    if targets != isStrict {
      messages.append("\(targets) kinds of target, but \(isStrict) with `swiftSettings: strict`")
    }
    if text.contains("unsafeFlags") { messages.append("unsafeFlags keep others from depending on the package") }
    return messages.map { Complaint(path: "Package.swift", message: $0) }
  }
}
