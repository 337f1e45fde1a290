import Glibc

/// Memory that is resident while nothing happens, and with many migrations on record.
struct MemoryBench: Bench {
  let names = ["daemon-idle-memory-mib", "daemon-memory-10k-migrations-mib"]

  private static let migrations = 10_000

  func measure(in place: Workplace) throws -> Report {
    let idle = try DaemonUnderTest("idle", SampleJournal(migrations: 1), in: place)
    sleep(2)
    let (resident, own) = (try idle.memory("VmRSS"), try idle.memory("RssAnon"))
    idle.stop()
    let full = try DaemonUnderTest("full", SampleJournal(migrations: Self.migrations), in: place)
    defer { full.stop() }
    let caller = try ControlCaller(full.client())
    try caller.status()
    try caller.list(limit: Self.migrations)
    try caller.status()
    sleep(1)
    let peak = try full.memory("VmHWM")
    let after = try full.memory("VmRSS")
    return Report(
      figures: [Figure(names[0], resident, .atMost(40)), Figure(names[1], after, .atMost(64))],
      notes: [
        "MiB of its own when idle, without what is mapped from files: \(decimal(own))",
        "MiB at most while all \(Self.migrations) rollouts were listed: \(decimal(peak)), "
          + "of its own afterwards: \(decimal(try full.memory("RssAnon")))",
      ])
  }
}
