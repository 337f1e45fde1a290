import Glibc

/// Why a call had no result.
public enum ControlError: Error, Sendable, Equatable {
  /// Nobody answers at the socket.
  case unreachable(path: String, errno: Int32)
  /// The socket is there and we may not connect to it. The group that may, where the file tells.
  case permissionDenied(path: String, group: String?)
  /// The other side does not speak Varlink as we understand it.
  case protocolViolation(String)
  /// Nothing came for so long. Whether the call was carried out is unknown.
  case timedOut(Duration)
  /// The connection ended before the reply. Whether the call was carried out is unknown.
  case closed
  /// The call was answered with an error, one of the interface or any other.
  case replied(error: String, parameters: JSONObject)
}

extension ControlError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreachable(let path, let number):
      "the daemon does not answer at \(path): \(String(cString: strerror(number))); "
        + "look at: systemctl status migrated.socket migrated.service"
    case .permissionDenied(let path, let group?):
      "not permitted to connect to \(path); members of the group \(group) are: ask to be added to it"
    case .permissionDenied(let path, nil):
      "not permitted to connect to \(path); look at the socket's owner and mode: ls -l \(path)"
    case .protocolViolation(let message):
      "what answers does not speak the daemon's protocol: \(message); is it the right socket, and the same version?"
    case .timedOut(let bound):
      "no answer within \(bound); the call may have been carried out: look before you repeat it"
    case .closed:
      "the daemon closed the connection; the call may have been carried out: look before you repeat it"
    case .replied(let error, let parameters):
      parameters.isEmpty ? error : "\(error) \(JSONValue.object(parameters))"
    }
  }
}
