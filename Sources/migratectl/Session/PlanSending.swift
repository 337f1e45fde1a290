import MigrationControl

/// Sends a plan, once it is sure that it fits into a message.
struct PlanSending: Sendable {
  /// What every daemon takes; below it there is nothing to ask.
  private static let always = 64 << 10

  let daemon: Daemon
  /// For messages.
  let folder: String
  let files: [Wire.PlanFile]

  func call<Method: ControlMethod>(
    _ method: Method.Type, _ parameters: Method.Parameters
  ) throws(Failure) -> Answer<Method> {
    let object = try Daemon.object(parameters)
    let size = VarlinkClient.size(of: Method.name, object)
    if size > Self.always, let bound = try bound(), size > bound { throw tooLarge(size, bound) }
    do {
      return Answer(json: try daemon.call(Method.name, object))
    } catch {
      guard case .answered(.messageTooLarge(let answer)) = error else { throw error }
      throw tooLarge(size, answer.bound)
    }
  }

  /// Asks nobody: nil where a daemon takes the plan that was given no bound of its own.
  func beyondTheUsual<Method: ControlMethod>(
    _ method: Method.Type, _ parameters: Method.Parameters
  ) throws(Failure) -> PlanTooLarge? {
    let size = VarlinkClient.size(of: Method.name, try Daemon.object(parameters))
    let bound = ServerLimits().message
    return size > bound ? PlanTooLarge(folder: folder, size: size, bound: bound, files: files) : nil
  }

  /// nil where the daemon does not say.
  private func bound() throws(Failure) -> Int? {
    do {
      return try daemon.call(Call.Status.self, .init()).read().messageSize
    } catch {
      if case .answered = error { return nil }
      throw error
    }
  }

  private func tooLarge(_ size: Int, _ bound: Int) -> Failure {
    .planTooLarge(PlanTooLarge(folder: folder, size: size, bound: bound, files: files))
  }
}
