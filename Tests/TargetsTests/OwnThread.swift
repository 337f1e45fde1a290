import Dispatch

/// Something that blocks, on a thread of its own.
struct OwnThread: Sendable {
  private let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  func start() { DispatchQueue(label: "tests.own-thread").async(execute: body) }
}
