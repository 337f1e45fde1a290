import GRDB

/// Rows that are taken one after the other, while others are read in between.
final class RowStream<T> {
  private let cursor: RowCursor
  private let path: String
  private let make: (inout RowReader) throws -> T
  private var ahead: T?
  private var isOver = false

  init(_ cursor: RowCursor, path: String, make: @escaping (inout RowReader) throws -> T) {
    self.cursor = cursor
    self.path = path
    self.make = make
  }

  /// The next row, which stays the next; nil at the end.
  func peek() throws(StoreError) -> T? {
    if ahead == nil, !isOver {
      ahead = try StoreError.translating(path: path) {
        guard let row = try cursor.next() else { return nil }
        var reader = RowReader(row, path: path)
        return try make(&reader)
      }
      isOver = ahead == nil
    }
    return ahead
  }

  /// The next row if it is wanted; nil where it is not, or at the end.
  func next(if isWanted: (T) -> Bool) throws(StoreError) -> T? {
    guard let row = try peek(), isWanted(row) else { return nil }
    ahead = nil
    return row
  }
}
