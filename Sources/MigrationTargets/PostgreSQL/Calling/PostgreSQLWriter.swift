import MigrationPostgreSQL

/// Carries out transactions that write: tries again while others are in the way, and finds out what became of a COMMIT
/// that was not answered.
struct PostgreSQLWriter: Sendable {
  let writing: PostgreSQLLane
  /// Used only where others are in the way.
  let watching: PostgreSQLConnection
  let sleep: @Sendable (Duration) async throws -> Void

  private var place: PostgreSQLPlace { writing.place }

  /// What is done to a connection that breaks before COMMIT.
  enum WhenCutOff: Sendable, Hashable {
    /// Somebody may have ended it on purpose.
    case giveUp
    case tryAgain
  }

  /// `happened` is asked whether the ledger has what `body` gave: before COMMIT, for a trigger on its tables may have
  /// dropped that, and, where COMMIT is not answered, on a new connection, once the transaction is surely over.
  func run<T: Sendable>(
    fresh: Bool = false, limit: PostgreSQLLimit, whenCutOff: WhenCutOff = .giveUp, isWatched: Bool = false,
    note: @escaping @Sendable (TargetNote) -> Void = { _ in },
    _ body: @Sendable (PostgreSQLCall) throws(TargetError) -> T,
    happened: @Sendable (PostgreSQLCall, T) throws(TargetError) -> Bool
  ) async throws(TargetError) -> T {
    let watch = PostgreSQLLockWatch(by: watching, every: isWatched ? place.bounds.watch : place.bounds.lock / 4) {
      note(.isAt($0))
    }
    let blockers = PostgreSQLBlockers(connection: watching, policy: place.bounds.blockers)
    let began = ContinuousClock.now
    var tried = 0
    var isContended = false
    while true {
      let end =
        isContended || isWatched
        ? await watch.during { await attempt(fresh: fresh, limit: limit, watch, body, happened) }
        : await attempt(fresh: fresh, limit: limit, watch, body, happened)
      tried += 1
      let pause = place.bounds.retry.pause(after: tried)
      switch end {
      case .committed(let value): return value
      case .failed(let error): throw error
      case .unanswered(let value, let why):
        if try await settle(value, why, happened) { return value }
        throw .unreachable("\(place.name): COMMIT did not come about (\(why)); nothing of the transaction was applied")
      case .cutOff(let error):
        guard whenCutOff == .tryAgain, let pause else { throw error }
        try await wait(pause)
      case .contended(let contention):
        isContended = true
        let holders = contention.foreseen ?? watch.holders
        guard let pause else {
          throw .locked(
            contention.words(tries: tried, in: ContinuousClock.now - began, holders: holders, target: place))
        }
        note(.waits(contention.words(after: tried, of: place.bounds.retry.tries, holders: holders, target: place)))
        for words in await blockers.end(holders) { note(.remark(words)) }
        try await wait(pause)
      }
    }
  }

  private func wait(_ pause: Duration) async throws(TargetError) {
    do { try await sleep(pause) } catch { throw .cancelled }
  }

  private func attempt<T: Sendable>(
    fresh: Bool, limit: PostgreSQLLimit, _ watch: PostgreSQLLockWatch,
    _ body: @Sendable (PostgreSQLCall) throws(TargetError) -> T,
    _ happened: @Sendable (PostgreSQLCall, T) throws(TargetError) -> Bool
  ) async -> PostgreSQLEnd<T> {
    do throws(PostgreSQLError) {
      return try await writing.lend(fresh: fresh, limit: limit) { call in
        watch.watch(call.session.backend)
        return call.transaction { call throws(TargetError) in
          let value = try body(call)
          guard try happened(call, value) else {
            throw .ledger(TargetError.proofIsLost(in: PostgreSQLLedger(call: call).place))
          }
          return value
        }
      }
    } catch {
      let trouble = place.trouble(limit).error(for: error)
      return error.isPassing ? .cutOff(trouble) : .failed(trouble)
    }
  }

  /// The transaction held the advisory lock to its very end, so whoever gets it sees what became of it. Asked in a
  /// cancelled task as well: *cancelled* would say that nothing was applied.
  private func settle<T: Sendable>(
    _ value: T, _ why: String, _ happened: @Sendable (PostgreSQLCall, T) throws(TargetError) -> Bool
  ) async throws(TargetError) -> Bool {
    var tried = 0
    while true {
      let end: PostgreSQLEnd<Bool>
      do throws(PostgreSQLError) {
        end = try await writing.lend(fresh: true, isCancellable: false, limit: .look) { call in
          call.transaction { call throws(TargetError) in try happened(call, value) }
        }
      } catch {
        end = .failed(place.trouble(.look).error(for: error))
      }
      tried += 1
      let problem: String
      switch end {
      case .committed(let isThere), .unanswered(let isThere, _): return isThere
      case .failed(let error), .cutOff(let error): problem = "\(error)"
      case .contended(let contention): problem = contention.what(place)
      }
      guard let pause = place.bounds.retry.pause(after: tried) else {
        throw .outcomeUnknown(
          "\(place.name): COMMIT was not answered (\(why)) and the ledger cannot be read (\(problem)); ask again")
      }
      try? await sleep(pause)
    }
  }
}
