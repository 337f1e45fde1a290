import Glibc
import Testing

@testable import MigrationControl

@Suite("Listening")
struct ListeningSocketTests {
  @Test("the socket has the mode and the group that were asked for, whatever the umask")
  func mode() throws {
    let folder = try TestFolder()
    for mode: UInt32 in [0o600, 0o660, 0o666] {
      // Of the groups that this process may give away one that is not its own, where it has such a one.
      var groups = [gid_t](repeating: getgid(), count: 1024)
      let count = getuid() == 0 ? 0 : Int(getgroups(1024, &groups))
      let group = getuid() == 0 ? 12_345 : groups.prefix(count).first { $0 != getegid() } ?? getegid()
      let socket = try ListeningSocket(path: folder.socket, mode: mode, group: group)
      defer { close(socket.descriptor) }
      var status = stat()
      #expect(lstat(folder.socket, &status) == 0)
      #expect(status.st_mode & 0o7777 == mode)
      #expect(status.st_gid == group)
      socket.removeFile()
    }
  }

  @Test("the file of a server that is gone is replaced")
  func dead() async throws {
    let folder = try TestFolder()
    close(try ListeningSocket(path: folder.socket, mode: 0o600).descriptor)
    #expect(folder.names == ["socket"])
    #expect(throws: Errno.self) { try RawSocket(folder.socket) }
    let second = try ListeningSocket(path: folder.socket, mode: 0o600)
    _ = try RawSocket(folder.socket)
    close(second.descriptor)
  }

  @Test("a server that lives is not pushed aside, even when nobody accepts and its queue is full")
  func alive() throws {
    let folder = try TestFolder()
    let first = try ListeningSocket(path: folder.socket, mode: 0o600)
    #expect(throws: ListenError.inUse(folder.socket)) { try ListeningSocket(path: folder.socket, mode: 0o600) }
    listen(first.descriptor, 0)  // room for one, which the probe above has taken
    let error = #expect(throws: ListenError.self) { try ListeningSocket(path: folder.socket, mode: 0o600) }
    #expect(
      error?.description == "cannot listen at \(folder.socket): another server answers there; stop it first")
    close(first.descriptor)
  }

  @Test("a file that is no socket is left alone")
  func noSocket() throws {
    let folder = try TestFolder()
    close(open(folder.socket, O_CREAT | O_WRONLY, 0o600))
    #expect(throws: ListenError.notASocket(folder.socket)) { try ListeningSocket(path: folder.socket, mode: 0o600) }
    #expect(folder.names == ["socket"])
  }

  @Test("a path that the kernel cannot take is named with its bound, and a missing folder with its error")
  func badPaths() throws {
    let long = "/tmp/" + String(repeating: "x", count: 103)
    let error = #expect(throws: ListenError.self) { try ListeningSocket(path: long, mode: 0o600) }
    #expect(
      error?.description == "cannot listen at \(long): a socket's path has at most 107 bytes, this one has 108")
    #expect(throws: ListenError.failed(call: "open", path: "/nowhere/at", errno: ENOENT)) {
      try ListeningSocket(path: "/nowhere/at/all", mode: 0o600)
    }
  }

  @Test("what is not a listening Unix socket cannot be inherited")
  func notListening() throws {
    #expect(throws: ListenError.notListening(descriptor: 999)) { try ListeningSocket(inherited: 999) }
    let pipe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(pipe) }
    #expect(throws: ListenError.notListening(descriptor: pipe)) { try ListeningSocket(inherited: pipe) }
    let datagram = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(datagram) }
    #expect(throws: ListenError.notListening(descriptor: datagram)) { try ListeningSocket(inherited: datagram) }
  }

  @Test("an inherited socket is served, and its file is left to whoever made it")
  func inherited() async throws {
    let folder = try TestFolder()
    let made = try ListeningSocket(path: folder.socket, mode: 0o600)
    _ = fcntl(made.descriptor, F_SETFD, 0)  // as a service manager hands it over
    let server = VarlinkServer(try ListeningSocket(inherited: made.descriptor), service: try TestService.make())
    async let running: Void = server.run()
    try await withTaskExecutorPreference(BlockingExecutor.shared) {
      let client = try VarlinkClient(path: folder.socket)
      #expect(try client.call("org.example.test.Echo", ["text": "a"]) == ["text": "a"])
    }
    #expect(fcntl(made.descriptor, F_GETFD) == FD_CLOEXEC)
    server.stop()
    try await running
    #expect(folder.names == ["socket"])
  }

  @Test("the file of another server is not removed when ours stops")
  func replacedFile() throws {
    let folder = try TestFolder()
    let ours = try ListeningSocket(path: folder.socket, mode: 0o600)
    unlink(folder.socket)
    let other = try ListeningSocket(path: folder.socket, mode: 0o600)
    ours.removeFile()
    #expect(folder.names == ["socket"])
    other.removeFile()
    #expect(folder.names.isEmpty)
    close(ours.descriptor)
    close(other.descriptor)
  }
}
