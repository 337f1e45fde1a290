/// Numbers of built-in types, which never change
/// (https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat).
public enum PostgreSQLType {
  public static let bool: UInt32 = 16
  public static let bytea: UInt32 = 17
  public static let int8: UInt32 = 20
  public static let int2: UInt32 = 21
  public static let int4: UInt32 = 23
  public static let numeric: UInt32 = 1700

  /// Whether values of the type are whole numbers of up to 64 bits.
  public static func isInteger(_ type: UInt32) -> Bool { [int2, int4, int8].contains(type) }
}
