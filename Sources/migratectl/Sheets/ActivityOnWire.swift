import MigrationControl
import MigrationPhases

extension Activity {
  /// nil where the state has none.
  init?(_ state: Wire.State) {
    switch state.activity {
    case .expand: self = .phase(.expand)
    case .backfill: self = .phase(.backfill)
    case .switch: self = .phase(.switch)
    case .contract: self = .phase(.contract)
    case .rollback: self = .rollback(of: state.undoes ?? .expand)
    case nil: return nil
    }
  }
}
