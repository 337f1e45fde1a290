/// SQLite's action codes, as far as rules ask for them (https://sqlite.org/c3ref/c_alter_table.html). Its ABI keeps them.
enum SQLiteActionCode {
  static let delete: Int32 = 9
  static let insert: Int32 = 18
  static let read: Int32 = 20
  static let update: Int32 = 23
  static let function: Int32 = 31
  static let recursive: Int32 = 33

  /// Making or dropping something temporary.
  static let temporary: Set<Int32> = [3, 4, 5, 6, 12, 13, 14, 15]
  /// Making something; the first detail is its name.
  static let create: Set<Int32> = [1, 2, 3, 4, 5, 6, 7, 8, 29]
}
