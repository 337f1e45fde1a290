import CCurl
import Dispatch

/// One bounded HTTP GET by libcurl. http and https only, no redirects, no proxy, no cookies.
struct HTTPGet: Sendable {
  enum Answer: Sendable, Hashable {
    case response(status: Int, body: [UInt8], took: Duration)
    /// Nothing usable came back; the text says why.
    case failed(String)
  }

  /// Past this many bytes the answer counts as failed.
  static let bodyLimit = 256 << 10
  private static let queue = DispatchQueue(label: "migrated.http", attributes: .concurrent)

  var url: String
  var timeout: Duration

  func run() async -> Answer {
    await withCheckedContinuation { continuation in
      Self.queue.async { continuation.resume(returning: perform()) }
    }
  }

  private final class Body {
    var bytes: [UInt8] = []
  }

  private func perform() -> Answer {
    guard let handle = curl_easy_init() else { return .failed("libcurl could not be set up") }
    defer { curl_easy_cleanup(handle) }
    let body = Body()
    ccurl_set_string(handle, CURLOPT_URL, url)
    ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    ccurl_set_string(handle, CURLOPT_PROXY, "")
    ccurl_set_string(handle, CURLOPT_USERAGENT, "migrated")
    ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, max(1, timeout.milliseconds))
    ccurl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
    ccurl_set_write(handle) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let body = Unmanaged<Body>.fromOpaque(context).takeUnretainedValue()
      let length = size * count
      guard body.bytes.count + length <= HTTPGet.bodyLimit else { return 0 }
      body.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
      return length
    }
    let clock = ContinuousClock()
    let start = clock.now
    let code = withExtendedLifetime(body) { curl_easy_perform(handle) }
    guard code == CURLE_OK else { return .failed(String(cString: curl_easy_strerror(code))) }
    var status = 0
    ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    return .response(status: status, body: body.bytes, took: clock.now - start)
  }
}

extension Duration {
  var milliseconds: Int { Int(clamping: microseconds / 1_000) }
}
