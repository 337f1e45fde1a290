import CLibpq

/// Collects what the server says besides its answers.
final class PostgreSQLNotices {
  private var list: [PostgreSQLNotice] = []

  func take() -> [PostgreSQLNotice] {
    defer { list = [] }
    return list
  }

  private func add(_ notice: PostgreSQLNotice) {
    list.append(notice)
    if list.count > Self.most { list.removeFirst() }
  }

  private static let most = 100

  /// For libpq, with the collector as its context.
  static let receive: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void = { context, result in
    guard let context, let result else { return }
    let fields = PostgreSQLFields(result: result)
    Unmanaged<PostgreSQLNotices>.fromOpaque(context).takeUnretainedValue().add(
      PostgreSQLNotice(severity: fields[.severity] ?? "", code: fields[.code] ?? "", message: fields[.message] ?? ""))
  }
}
