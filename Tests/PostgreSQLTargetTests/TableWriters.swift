import Dispatch
import Glibc
import Synchronization
import ThrowawayPostgreSQL

/// Applications that write to one database all the time, each on a thread and a connection of its own.
final class TableWriters: Sendable {
  private let database: Database
  private let group = DispatchGroup()
  private let isStopped = Atomic(false)
  private let writes = Atomic(0)
  private let failures = Mutex<[String]>([])

  init(to database: Database) { self.database = database }

  /// How many writes were done.
  var done: Int { writes.load(ordering: .relaxed) }

  var errors: [String] { failures.withLock { $0 } }

  /// `statement` gives what is written next, by the writer's number and how often it wrote before.
  func start(_ numbers: Range<Int>, _ statement: @escaping @Sendable (_ writer: Int, _ turn: Int) -> String) {
    for number in numbers {
      let queue = DispatchQueue(label: "writer \(number)")
      queue.async(group: group) { [self] in
        do {
          let connection = try database.connect()
          var turn = 0
          while !isStopped.load(ordering: .relaxed) {
            try connection.run(statement(number, turn))
            turn += 1
            writes.add(1, ordering: .relaxed)
            usleep(5_000)
          }
        } catch {
          failures.withLock { $0.append("writer \(number): \(error)") }
        }
      }
    }
  }

  /// Waits until so many more writes were done, or one failed.
  func wait(for more: Int) async throws {
    let goal = done + more
    while done < goal, errors.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
  }

  func stop() async {
    isStopped.store(true, ordering: .relaxed)
    await withCheckedContinuation { continuation in
      group.notify(queue: .global()) { continuation.resume() }
    }
  }
}
