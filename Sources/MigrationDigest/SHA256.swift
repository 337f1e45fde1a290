import CLibcrypto

/// SHA-256 (FIPS 180-4) by libcrypto, fed in pieces.
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      // libcrypto answers so only when it cannot allocate 100 bytes or is built without SHA-2.
      preconditionFailure("libcrypto offers no SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  public mutating func update(_ bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { update(buffer: UnsafeRawBufferPointer($0)) }
    if done == nil { Array(bytes).withUnsafeBytes { update(buffer: $0) } }
  }

  public mutating func update(buffer: UnsafeRawBufferPointer) {
    guard let base = buffer.baseAddress, buffer.count > 0 else { return }
    _ = EVP_DigestUpdate(context, base, buffer.count)
  }

  /// The 32 bytes. The value is spent afterwards.
  public consuming func finish() -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    _ = EVP_DigestFinal_ex(context, &out, &length)
    return out
  }

  /// The digest of one run of bytes.
  public static func bytes(of data: some Sequence<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(data)
    return hash.finish()
  }

  /// The digest of one run of bytes as 64 lower-case hexadecimal digits.
  public static func hex(of data: some Sequence<UInt8>) -> String { hexadecimal(bytes(of: data)) }
}

/// Lower-case hexadecimal, two digits a byte.
public func hexadecimal(_ bytes: [UInt8]) -> String {
  let digit = { (value: UInt8) in value < 10 ? 0x30 + value : 0x57 + value }
  return String(unsafeUninitializedCapacity: 2 * bytes.count) { out in
    for (place, byte) in bytes.enumerated() {
      out[2 * place] = digit(byte >> 4)
      out[2 * place + 1] = digit(byte & 15)
    }
    return 2 * bytes.count
  }
}
