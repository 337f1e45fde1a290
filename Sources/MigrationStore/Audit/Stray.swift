/// Something on record that is not as the history says.
public struct Stray: Sendable, Hashable {
  public enum Kind: String, CaseIterable, Sendable, Hashable, Codable {
    case migration, rollout, step, signOff, approval, restorePoint, freeze, fact
    /// The journal's own tables, indexes and triggers.
    case layout
  }

  public var kind: Kind
  /// What it is: `add-full-name on p1: approval of contract`.
  public var what: String
  /// What is stored; nil where nothing is.
  public var stored: String?
  /// What the history says; nil where it says nothing.
  public var recorded: String?

  public init(kind: Kind, what: String, stored: String?, recorded: String?) {
    self.kind = kind
    self.what = what
    self.stored = stored
    self.recorded = recorded
  }
}

extension Stray: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch (stored, recorded) {
    case (let stored?, let recorded?): "\(what): stored is \(stored); the history says \(recorded)"
    case (let stored?, nil): "\(what): stored is \(stored); the history has no entry of it"
    case (nil, let recorded?): "\(what): nothing is stored; the history says \(recorded)"
    case (nil, nil): what
    }
  }
}
