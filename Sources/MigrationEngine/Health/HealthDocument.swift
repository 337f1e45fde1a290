import FoundationEssentials

/// What an application's health endpoint says, in the shape that the daemon itself serves for its targets.
struct HealthDocument: Decodable, Hashable {
  struct Version: Decodable, Hashable {
    var schema: Int
    var required: Int
    var compatible: Bool
  }
  struct Database: Decodable, Hashable {
    var connected: Bool
  }

  var ok: Bool
  var version: Version?
  var database: Database?

  /// What is wrong with an answer; nil when it is healthy. Whatever cannot be read counts as unhealthy.
  static func complaint(about answer: HTTPGet.Answer, schemaVersion: Int) -> String? {
    let status: Int
    let body: [UInt8]
    switch answer {
    case .failed(let why): return "no answer: \(why)"
    case .response(let code, let bytes, _):
      status = code
      body = bytes
    }
    guard status == 200 else { return "status \(status), expected 200" }
    let document: HealthDocument
    do { document = try JSONDecoder().decode(HealthDocument.self, from: Data(body)) } catch {
      return "the answer is not a health document: {\"ok\": true, …} was expected"
    }
    guard document.ok else { return "ok is false" }
    if let database = document.database, !database.connected { return "database.connected is false" }
    if let version = document.version {
      guard version.compatible else { return "version.compatible is false" }
      guard version.required <= schemaVersion else {
        return "the application requires schema version \(version.required), the plan offers \(schemaVersion)"
      }
    }
    return nil
  }
}
