import Dispatch
import Glibc

/// The shell that makes and starts a cluster, and ends it when the other end of its standard input is closed. A process
/// that dies closes it too.
struct Supervisor {
  /// Close it to end the cluster.
  let lifeline: Int32
  private(set) var said = ""

  var isReady: Bool { said.hasSuffix("ready\n") }

  init(_ command: [String]) throws {
    var pair: [Int32] = [0, 0]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
      throw ClusterError("socketpair: errno \(errno)")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, pair[1], 0)
    posix_spawn_file_actions_adddup2(&actions, pair[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    for descriptor in 3..<min(5000, sysconf(Int32(_SC_OPEN_MAX))) {
      posix_spawn_file_actions_addclose(&actions, Int32(descriptor))
    }
    var pid: pid_t = 0
    var pointers = command.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    let result = posix_spawnp(&pid, command[0], &actions, nil, &pointers, environ)
    close(pair[1])
    guard result == 0 else {
      close(pair[0])
      throw ClusterError("\(command[0]) does not start: errno \(result)")
    }
    lifeline = pair[0]
    // A child that nobody waits for would keep tests that run in processes of their own from seeing the end of those.
    let child = pid
    DispatchQueue(label: "supervisor").async { waitpid(child, nil, 0) }
    said = Self.answer(by: lifeline)
  }

  /// What is said until the server is ready, or will not be.
  static func answer(by lifeline: Int32) -> String {
    var said = ""
    var part = [UInt8](repeating: 0, count: 4096)
    while !said.hasSuffix("ready\n"), case let count = read(lifeline, &part, part.count), count > 0 {
      said += String(decoding: part[..<count], as: UTF8.self)
    }
    return said
  }

  /// Takes the folder of PostgreSQL's programs, an empty folder of its own, a free port, and further options of the server.
  /// A line on its standard input crashes the server: none of its processes is told, none is left, and it starts again on what they left. A memory
  /// segment that a process still has while it ends keeps a server from starting, so that is tried more than once.
  static let script = #"""
    bin=$1 folder=$2 port=$3 settings=$4
    trap '' HUP INT TERM
    cd "$folder" || exit
    export LC_ALL=C.UTF-8 HOME="$folder"
    end() { [ -z "$server" ] || { kill -QUIT $server; wait $server; }; cd /; rm -rf "$folder"; }
    server=
    {
      certificate() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "$@"; }
      certificate -subj '/CN=throwaway authority' -keyout ca.key -out ca.crt
      certificate -subj '/CN=another authority' -keyout other-ca.key -out other-ca.crt
      certificate -subj /CN=localhost -addext subjectAltName=DNS:localhost -CA ca.crt -CAkey ca.key \
        -keyout server.key -out server.crt
      "$bin/initdb" -D data -U admin --auth=reject --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions
      printf '%s\n' 'local all admin trust' 'local all all scram-sha-256' 'hostnossl all all samehost scram-sha-256' \
        'hostssl all all samehost scram-sha-256' >data/pg_hba.conf
    } >>log 2>&1 </dev/null
    start() {
      tries=$1
      while [ "$tries" -gt 0 ]; do
        "$bin/postgres" -D data -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 -c ssl=on \
          -c ssl_cert_file="$folder/server.crt" -c ssl_key_file="$folder/server.key" -c fsync=off \
          -c shared_buffers=64MB -c max_connections=800 -c max_prepared_transactions=5 \
          -c log_line_prefix='%m %a %d ' -c timezone=UTC -c autovacuum_naptime=5min -c bonjour=off \
          $settings >>log 2>&1 </dev/null &
        server=$!
        while kill -0 $server 2>/dev/null; do
          if "$bin/pg_isready" -q -h "$folder" -p "$port"; then echo ready; return 0; fi
          sleep 0.02
        done
        tries=$((tries - 1))
      done
      tail -n 30 log
      return 1
    }
    crash() {
      kill -STOP $server
      kill -KILL $(cat /proc/$server/task/$server/children) $server
      wait $server
    }
    if start 1; then
      while read -r _; do crash; start 50 || break; done
      end
    fi
    """#
}
