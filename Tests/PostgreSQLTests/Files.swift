import Glibc

enum Files {
  static func exist(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// A new file in a folder that goes with the cluster.
  static func write(_ text: String, to path: String, mode: mode_t = 0o600) throws {
    guard let file = fopen(path, "w") else { throw Unwritable(errno) }
    fputs(text, file)
    fclose(file)
    chmod(path, mode)
  }

  static func setEnvironment(_ name: String, to value: String) { setenv(name, value, 1) }

  struct Unwritable: Error {
    var number: Int32
    init(_ number: Int32) { self.number = number }
  }
}
