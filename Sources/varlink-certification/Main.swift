import Glibc
import MigrationControl

/// Serves the conformance suite of Varlink, so that other people's clients can certify our server.
@main
enum Main {
  static func main() async {
    guard CommandLine.arguments.count == 2, CommandLine.arguments[1].hasPrefix("unix:") else {
      say("usage: varlink-certification unix:SOCKET", to: 2)
      exit(2)
    }
    do {
      let interface = try VarlinkInterface(
        String(decoding: PackageResources.org_varlink_certification_varlink, as: UTF8.self))
      let service = try VarlinkService(
        vendor: "migrated", product: "varlink-certification", version: "1", url: "https://varlink.org/",
        interfaces: [try ServedInterface(interface, methods: Certification().methods)])
      let socket = try ListeningSocket(path: String(CommandLine.arguments[1].dropFirst(5)), mode: 0o600)
      let server = VarlinkServer(socket, service: service) { event in say("\(event)", to: 2) }
      say("listening", to: 1)
      try await server.run()
    } catch {
      say("varlink-certification: \(error)", to: 2)
      exit(1)
    }
  }

  private static func say(_ line: String, to descriptor: Int32) {
    let bytes = Array((line + "\n").utf8)
    _ = write(descriptor, bytes, bytes.count)
  }
}
