import MigrationControl

/// A plan that does not fit into one message of the daemon.
struct PlanTooLarge: Sendable, Equatable {
  /// The largest bound that a daemon can be given.
  private static let most = 64 << 20

  let folder: String
  /// Bytes of the message that carries it.
  let size: Int
  /// Bytes of the longest message that the daemon takes.
  let bound: Int
  /// Its files with the bytes of each, the largest first.
  let files: [File]

  struct File: Sendable, Equatable {
    let path: String
    let bytes: Int
  }

  init(folder: String, size: Int, bound: Int, files: [Wire.PlanFile]) {
    self.folder = folder
    self.size = size
    self.bound = bound
    self.files = files.map { File(path: $0.path, bytes: $0.content.utf8.count) }.sorted { $0.bytes > $1.bytes }
  }

  /// The bound to ask for, as the configuration writes it; nil where no daemon takes as much.
  var wanted: String? {
    var mebibytes = 1
    while mebibytes << 20 < size { mebibytes *= 2 }
    return mebibytes << 20 <= Self.most ? "\(mebibytes)MiB" : nil
  }
}
