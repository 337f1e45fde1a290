import ArgumentParser
import MigrationPhases

extension DatabaseEngine: ExpressibleByArgument {}
