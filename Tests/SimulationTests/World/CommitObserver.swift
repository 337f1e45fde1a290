import GRDB

/// Tells the daemon's life of every commit to its journal.
final class CommitObserver: TransactionObserver {
  private let life: SimulatedLife

  init(life: SimulatedLife) { self.life = life }

  func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
  func databaseDidChange(with event: DatabaseEvent) {}
  func databaseWillCommit() throws { try life.willCommit() }
  func databaseDidCommit(_ database: Database) { life.didCommit() }
  func databaseDidRollback(_ database: Database) {}
}
