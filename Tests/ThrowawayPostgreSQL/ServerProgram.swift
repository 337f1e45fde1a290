import Glibc

/// Where Debian keeps the server's programs.
enum ServerProgram {
  /// The newest one's folder.
  static func folder() throws -> String {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob("/usr/lib/postgresql/*/bin/initdb", 0, nil, &found) == 0 else {
      throw ClusterError("no PostgreSQL server below /usr/lib/postgresql; `make deps` installs Debian's postgresql")
    }
    let paths = (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
    let folders = paths.map { String($0.dropLast("/initdb".count)) }
    func version(_ folder: String) -> Int { Int(folder.split(separator: "/")[3]) ?? 0 }
    return folders.max { version($0) < version($1) } ?? ""
  }
}

/// Whom the server runs as: it refuses to be root.
struct ServerUser {
  var name: String
  var uid: uid_t
  var gid: gid_t
  /// What a command must begin with to run as that user, away from the terminal and its Ctrl-C.
  var command: [String]

  init() throws {
    guard getuid() == 0 else {
      (name, uid, gid) = ("this user", getuid(), getgid())
      command = ["setsid"]
      return
    }
    guard let entry = getpwnam("postgres") else {
      throw ClusterError("there is no user postgres; `make deps` installs Debian's postgresql, which makes it")
    }
    (name, uid, gid) = ("postgres", entry.pointee.pw_uid, entry.pointee.pw_gid)
    command = ["setsid", "setpriv", "--reuid=\(uid)", "--regid=\(gid)", "--clear-groups"]
  }
}
