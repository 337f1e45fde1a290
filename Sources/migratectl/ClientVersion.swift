/// The version of this client; the daemon says its own.
enum ClientVersion {
  static let text = "0.1.0"
}
