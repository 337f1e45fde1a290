import MigrationControl
import MigrationEngine
import MigrationPhases
import MigrationStore

extension ControlService {
  static let heartbeat: Duration = .seconds(15)
  /// Entries in one reply of the history.
  static let page = 500

  /// Methods that go on telling until the caller goes away.
  var streaming: [String: VarlinkMethod] {
    [
      Call.Watch.shortName: .streaming {
        (asked: Call.Watch.Parameters, request: VarlinkRequest, replies: VarlinkReplies) async throws(VarlinkFailure)
          -> Call.Watch.Reply in
        _ = try await admit(request.peer, .auditor, "watch")
        return try await replies.withHeartbeat(every: Self.heartbeat) { () async throws(VarlinkFailure) in
          try await watch(asked, replies)
        }
      },
      Call.History.shortName: .streaming {
        (asked: Call.History.Parameters, request: VarlinkRequest, replies: VarlinkReplies) async throws(VarlinkFailure)
          -> Call.History.Reply in
        _ = try await admit(request.peer, .auditor, "history")
        return try await replies.withHeartbeat(every: Self.heartbeat, ["entries": .array([])]) {
          () async throws(VarlinkFailure) in
          try await history(asked, replies)
        }
      },
    ]
  }

  private func watch(
    _ asked: Call.Watch.Parameters, _ replies: VarlinkReplies
  ) async throws(VarlinkFailure) -> Call.Watch.Reply {
    var told: [Int64: Wire.Rollout] = [:]
    let changes = engine.changes.listen()
    // A first element, so that what is there now is told at once.
    engine.changes.changed()
    for await _ in changes {
      let records = try await telling { () async throws(EngineError) in
        try await queries.list(migration: asked.migration, target: asked.target, onlyOpen: false, limit: 10_000)
      }
      let views = try await telling { () async throws(EngineError) in try await queries.view(records) }
      for view in views.reversed() {
        let now = onWire(view)
        guard told[view.record.id] != now else { continue }
        // What was over before the watch began is told only where it was asked for by name.
        if told[view.record.id] != nil || !view.record.state.isFinal || asked.migration != nil {
          try await replies.send(Call.Watch.Reply(rollout: now))
        }
        told[view.record.id] = now
      }
      do { try await Task.sleep(for: .milliseconds(100)) } catch { break }
    }
    return Call.Watch.Reply()
  }

  private func history(
    _ asked: Call.History.Parameters, _ replies: VarlinkReplies
  ) async throws(VarlinkFailure) -> Call.History.Reply {
    var filter = HistoryFilter(
      since: asked.since.map { Timestamp(microseconds: Int64($0)) },
      until: asked.until.map { Timestamp(microseconds: Int64($0)) }, migration: asked.migration,
      target: asked.target, user: asked.actor, afterSeq: asked.after.map { Int64($0) }, limit: Self.page)
    let changes = engine.changes.listen()
    if let last = asked.last { filter.afterSeq = try await startOfLast(last, filter) ?? filter.afterSeq }
    if asked.follow != true { try await requireKnown(filter) }
    while true {
      let page = try await entries(filter)
      if let end = page.last { filter.afterSeq = end.seq }
      if page.count == Self.page || (asked.follow == true && !page.isEmpty) {
        try await replies.send(Call.History.Reply(entries: page.map { Wire.HistoryEntry($0) }))
        continue
      }
      guard asked.follow == true else {
        return Call.History.Reply(entries: page.map { Wire.HistoryEntry($0) })
      }
      var next = changes.makeAsyncIterator()
      guard await next.next() != nil, !Task.isCancelled else { return Call.History.Reply(entries: []) }
    }
  }

  private func entries(_ filter: HistoryFilter) async throws(VarlinkFailure) -> [HistoryEntry] {
    try await telling { () async throws(EngineError) in
      try await queries.read { reader in try reader.history(filter) }
    }
  }

  /// A name that is nowhere is a mistake, except where somebody waits for it.
  private func requireKnown(_ filter: HistoryFilter) async throws(VarlinkFailure) {
    try await telling { () async throws(EngineError) in try await queries.requireKnownNames(in: filter) }
  }

  /// The number before the first of the newest `count` entries; nil where there are fewer.
  private func startOfLast(_ count: Int, _ filter: HistoryFilter) async throws(VarlinkFailure) -> Int64? {
    guard count >= 0 else {
      throw .told(Wire.InvalidArgument(argument: "last", message: "found \(count), expected 0 or more"))
    }
    var newest = filter
    newest.order = .newestFirst
    newest.limit = max(1, min(count, 1_000_000))
    let found = try await entries(newest)
    guard count > 0 else { return found.first?.seq }
    return found.count < count ? nil : found.last.map { $0.seq - 1 }
  }
}
