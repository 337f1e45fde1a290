import Foundation

/// The executables that were built beside this test bundle.
public enum BuiltProducts {
  public static let folder: String = {
    // /proc/self/exe is the toolchain's test runner or the bundle itself, depending on how the tests were started.
    for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
      return URL(fileURLWithPath: argument).deletingLastPathComponent().path
    }
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: executable).deletingLastPathComponent().path
  }()

  public static func path(of name: String) throws -> String {
    let path = folder + "/" + name
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw NotBuilt(description: "\(path) is not built: run `swift build --build-tests` first")
    }
    return path
  }
}

/// A test needs an executable that is not there.
public struct NotBuilt: Error, CustomStringConvertible {
  public var description: String
}
