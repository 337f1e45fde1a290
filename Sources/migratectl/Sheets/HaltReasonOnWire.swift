import MigrationControl
import MigrationPhases

extension HaltReason {
  init(_ reason: Wire.State.Reason) {
    switch reason {
    case .failed: self = .failed
    case .outcomeUnknown: self = .outcomeUnknown
    case .stopped: self = .stopped
    case .gatesUnmet: self = .gatesUnmet
    case .ledgerWentBack: self = .ledgerWentBack
    }
  }
}
