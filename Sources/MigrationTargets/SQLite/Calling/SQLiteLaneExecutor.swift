import Dispatch

/// Runs one actor's jobs on a queue of its own, so that blocking calls never hold a thread of Swift's pool.
final class SQLiteLaneExecutor: SerialExecutor {
  private let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
