import ArgumentParser
import MigrationPhases

extension Phase: ExpressibleByArgument {}
