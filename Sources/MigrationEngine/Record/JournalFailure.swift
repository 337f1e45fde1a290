import MigrationStore

extension StoreError {
  /// Whatever a journal access threw, as a `StoreError`.
  static func wrapping(_ error: any Error) -> StoreError {
    (error as? StoreError) ?? .other(code: -1, message: "\(error)")
  }

  /// Whether nothing more can be promised once this has happened.
  var endsService: Bool {
    switch self {
    case .full, .readOnly, .corrupt, .notAJournal, .newerVersion, .io, .other: true
    case .busy, .closed, .nested, .refused: false
    }
  }
}
