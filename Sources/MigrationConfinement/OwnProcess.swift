import CLandlock
import Glibc

/// What a process does about itself.
public enum OwnProcess {
  /// Keeps other processes of the same user from tracing this one and from reading its memory, its environment and its
  /// descriptors. It leaves no core dump either.
  public static func hide() { _ = make_undumpable() }

  /// Closes everything but the three standard streams.
  public static func closeOtherDescriptors() { closefrom(3) }
}
