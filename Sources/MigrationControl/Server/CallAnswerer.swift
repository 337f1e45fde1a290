import NIOCore

/// From a message to what answers it, for one peer.
struct CallAnswerer: Sendable {
  /// What is to be done about a message, or was done about a call.
  enum Answer {
    case reply([UInt8])
    case noReply
    /// The connection ends; a reason is counted and reported.
    case end(CloseReason?)
  }

  /// What a message turned out to be.
  enum Begun {
    case answered(Answer)
    /// A call that takes a task of its own.
    case call(VarlinkCall, VarlinkMethod)
  }

  let service: VarlinkService
  let peer: Peer
  /// Told to whoever sends a message over the bound, before the connection ends.
  var tooLarge: VarlinkFailure?

  /// Reads a message, and answers it where that needs no waiting.
  func begin(_ message: ByteBuffer) -> Begun {
    let call: VarlinkCall
    do {
      call = try message.withUnsafeReadableBytes { try VarlinkCall($0) }
    } catch {
      return .answered(.end(.malformed("\(error)")))
    }
    do throws(VarlinkFailure) {
      let method = try service.method(for: call)
      switch method {
      case .immediate(let handle): return .answered(answer(call, .final(try handle(request(call)))))
      case .plain, .streaming: return .call(call, method)
      }
    } catch {
      return .answered(answer(call, failure: error))
    }
  }

  func request(_ call: VarlinkCall) -> VarlinkRequest {
    VarlinkRequest(method: call.method, parameters: call.parameters, mode: call.mode, peer: peer)
  }

  func answer(_ call: VarlinkCall, _ reply: VarlinkReply) -> Answer {
    call.mode == .oneway ? .noReply : .reply(reply.message)
  }

  /// The last words to a caller whose message is over the bound; nil where there are none.
  var lastWords: [UInt8]? {
    switch tooLarge {
    case .named(let name, let parameters)?: VarlinkReply.error(name, parameters).message
    case .abandoned?, .broken?, nil: nil
    }
  }

  func answer(_ call: VarlinkCall, failure: VarlinkFailure) -> Answer {
    switch failure {
    case .named(let name, let parameters): answer(call, .error(name, parameters))
    case .abandoned: .end(nil)
    case .broken(let message): .end(.failed(method: call.method, message: message))
    }
  }
}
