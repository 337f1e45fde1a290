import Glibc

/// Runs every job on a thread of its own, for what may block: the threads of Swift's own pool are few, and what a test
/// waits for needs them.
final class BlockingExecutor: TaskExecutor {
  static let shared = BlockingExecutor()

  private final class Box {
    let job: UnownedJob
    init(_ job: UnownedJob) { self.job = job }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let box = Unmanaged.passRetained(Box(UnownedJob(job)))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let box = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
        box.job.runSynchronously(on: BlockingExecutor.shared.asUnownedTaskExecutor())
        return nil
      }, box.toOpaque())
    precondition(result == 0, "no thread for a test: \(String(cString: strerror(result)))")
    pthread_detach(thread)
  }
}
