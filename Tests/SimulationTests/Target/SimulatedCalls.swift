import MigrationTargets

extension SimulatedTarget {
  /// A call that changes nothing.
  func look<T: Sendable>(_ read: @Sendable (SimulatedDatabase) throws(TargetError) -> T) async throws(TargetError) -> T
  {
    let blow = try arrive(changing: false)
    switch blow {
    case .dieBefore?, .dieInside?: throw death()
    case .loseBefore?, .loseAfter?: throw .unreachable("the connection was lost")
    case .interject?, .interrupt?:
      await hooks.interject(on: name)
      guard life.isAlive else { throw .unreachable("the daemon is dead") }
      if blow == .interrupt { throw .cancelled }
    case .dieAfter?, nil: break
    }
    let result = try read(database)
    if blow == .dieAfter { throw death() }
    return result
  }

  /// A call that is one transaction.
  func change<T: Sendable>(
    _ step: StepKey?, _ before: TargetEvent.Kind?, _ after: TargetEvent.Kind?,
    _ transaction: @Sendable (inout SimulatedDatabase, Set<TargetLie>) throws(TargetError) -> T
  ) async throws(TargetError) -> T {
    let blow = try arrive(changing: true)
    defer { state.withLock { $0.changing -= 1 } }
    switch blow {
    case .dieBefore?: throw death()
    case .loseBefore?: throw .outcomeUnknown("the connection was lost")
    case .interject?, .interrupt?:
      await hooks.interject(on: name)
      guard life.isAlive else { throw .unreachable("the daemon is dead") }
      if blow == .interrupt { throw .cancelled }
    case .dieInside?, .dieAfter?, .loseAfter?, nil: break
    }
    if let event = event(before, step) { await hooks.happened(event) }
    guard life.isAlive else { throw .unreachable("the daemon is dead") }
    let (copy, lies) = state.withLock { ($0.database, $0.lies) }
    var database = copy
    let result = try transaction(&database, lies)
    if blow == .dieInside { throw death() }
    let committed = database
    state.withLock { $0.database = committed }
    if let event = event(after, step) { await hooks.happened(event) }
    switch blow {
    case .dieAfter?: throw death()
    case .loseAfter?: throw .outcomeUnknown("the connection was lost")
    case .dieBefore?, .dieInside?, .loseBefore?, .interject?, .interrupt?, nil: return result
    }
  }

  private func arrive(changing: Bool) throws(TargetError) -> TargetBlow? {
    guard life.isAlive else { throw .unreachable("the daemon is dead") }
    let (blow, failure) = state.withLock { state -> (TargetBlow?, TargetError?) in
      state.calls += 1
      if changing { state.changes.append(state.calls) }
      var blow: TargetBlow?
      if let armed = state.blow,
        armed.at == .call(state.calls) || (changing && armed.at == .change(state.changes.count))
      {
        blow = armed.1
        state.blow = nil
      }
      if state.isUnreachable || state.lies.contains(.deaf) { return (nil, .unreachable("nobody answers")) }
      guard changing else { return (blow, nil) }
      if state.locked > 0 {
        state.locked -= 1
        return (nil, .locked("somebody holds the lock"))
      }
      state.changing += 1
      return (blow, nil)
    }
    if let failure { throw failure }
    return blow
  }

  private func death() -> TargetError {
    life.die()
    return .unreachable("the daemon is dead")
  }

  private func event(_ kind: TargetEvent.Kind?, _ step: StepKey?) -> TargetEvent? {
    guard let kind, let step else { return nil }
    return state.withLock { state in
      TargetEvent(
        kind: kind, target: name, migration: step.migration, database: state.database, inFlight: state.changing)
    }
  }
}
