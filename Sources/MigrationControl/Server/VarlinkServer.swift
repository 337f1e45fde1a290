import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Serves a service on a listening socket, until it is stopped.
public final class VarlinkServer: Sendable {
  private struct State {
    var listening: (any Channel)?
    var isStopped = false
    var open: [ObjectIdentifier: Connection] = [:]
  }

  /// Closes a connection before it is served; it is counted already.
  private struct Refused: Error {}

  private let socket: ListeningSocket
  private let service: VarlinkService
  private let limits: ServerLimits
  private let tooLarge: VarlinkFailure?
  private let tally: ServerTally
  private let state = Mutex(State())

  /// `tooLarge` is told to whoever sends a message over the bound, before the connection is closed. `report` is called
  /// on the thread that serves the socket: it must not wait for anything.
  public init(
    _ socket: ListeningSocket, service: VarlinkService, limits: ServerLimits = ServerLimits(),
    tooLarge: VarlinkFailure? = nil, report: @escaping @Sendable (ServerEvent) -> Void = { _ in }
  ) {
    self.socket = socket
    self.service = service
    self.limits = limits
    self.tooLarge = tooLarge
    self.tally = ServerTally(limits: limits, report: report)
  }

  public var counters: ServerCounters { tally.counters }

  /// Serves until `stop`, or until its task is cancelled; then lets the calls under way end, for as long as the limits
  /// say, and returns when all connections are closed and all handlers have returned. To be called once.
  public func run() async throws(ListenError) {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let failure = await withTaskCancellationHandler {
      await serve(on: group)
    } onCancel: {
      stop()
    }
    try? await group.shutdownGracefully()
    if let failure { throw failure }
  }

  /// Takes no further connection and no further call. Returns at once; `run` returns when all is over.
  public func stop() {
    let listening = state.withLock { state in
      state.isStopped = true
      return state.listening
    }
    listening?.close(promise: nil)
  }

  private func serve(on group: MultiThreadedEventLoopGroup) async -> ListenError? {
    let (connections, admitted) = AsyncStream.makeStream(of: Connection.self)
    let listening: any Channel
    do {
      listening = try await listen(on: group, admitted)
    } catch {
      socket.removeFile()
      return .failed(call: "\(error)", path: "descriptor \(socket.descriptor)", errno: 0)
    }
    let isStopped = state.withLock { state in
      state.listening = listening
      return state.isStopped
    }
    if isStopped { listening.close(promise: nil) }
    await withDiscardingTaskGroup { tasks in
      for await connection in connections {
        tasks.addTask { await connection.serve() }
      }
      stop()
      socket.removeFile()
      for connection in openConnections { connection.drain() }
      group.any().scheduleTask(in: TimeAmount(limits.stopping)) {
        for connection in self.openConnections { connection.closeNow() }
      }
    }
    try? await listening.closeFuture.get()
    return nil
  }

  private var openConnections: [Connection] { state.withLock { Array($0.open.values) } }

  // MARK: On the event loop

  private func listen(
    on group: MultiThreadedEventLoopGroup, _ admitted: AsyncStream<Connection>.Continuation
  ) async throws -> any Channel {
    let channel = try await ServerBootstrap(group: group)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptGuard(tally: self.tally))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(
        .writeBufferWaterMark, value: .init(low: max(1, limits.outbound / 2), high: max(2, limits.outbound))
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try self.admit(channel, admitted) }
      }
      .withBoundSocket(socket.descriptor).get()
    channel.closeFuture.whenComplete { _ in admitted.finish() }
    return channel
  }

  /// Throwing closes the connection.
  private func admit(_ channel: any Channel, _ admitted: AsyncStream<Connection>.Continuation) throws {
    let peer = try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
      // NIO leaves accepted sockets open for programs that we start.
      _ = fcntl($0, F_SETFD, FD_CLOEXEC)
      return Peer(descriptor: $0)
    }
    guard let peer = peer ?? nil, tally.admit(peer) else { throw Refused() }
    channel.closeFuture.whenComplete { _ in
      self.tally.left(peer)
      self.state.withLock { _ = $0.open.removeValue(forKey: ObjectIdentifier(channel)) }
    }
    let ended = channel.eventLoop.makePromise(of: Void.self)
    let answerer = CallAnswerer(service: service, peer: peer, tooLarge: tooLarge)
    let handler = ConnectionHandler(answerer: answerer, limits: limits, tally: tally, ended: ended)
    do {
      try channel.pipeline.syncOperations.addHandler(handler)
    } catch {
      ended.fail(error)
      throw error
    }
    let connection = Connection(
      channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop), ended: ended.futureResult,
      answerer: answerer)
    state.withLock { $0.open[ObjectIdentifier(channel)] = connection }
    admitted.yield(connection)
  }
}
