import Foundation
import GRDB

/// Bytes on their way into a blob column.
func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }
