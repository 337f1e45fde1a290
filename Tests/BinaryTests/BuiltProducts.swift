import Foundation

/// The executables that were built beside this test bundle.
enum BuiltProducts {
  static let folder: String = {
    // /proc/self/exe is the toolchain's test runner or the bundle itself, depending on how the tests were started.
    for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
      return URL(fileURLWithPath: argument).deletingLastPathComponent().path
    }
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: executable).deletingLastPathComponent().path
  }()

  static func path(of name: String) throws -> String {
    let path = folder + "/" + name
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw BinaryTestError("\(path) is not built: run `swift build --build-tests` first")
    }
    return path
  }
}

struct BinaryTestError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
