import GRDB
import Store

/// What SQLite's codes mean to Landfall. GRDB keeps arguments out of messages, so that no text of a person gets in here.
func storeError(_ error: DatabaseError) -> StoreError {
    let detail = error.message ?? "SQLite code \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL: return .full(detail)
    // The last of them: the index of the write-ahead log could not grow.
    case .SQLITE_IOERR where fullDiskCodes.contains(error.extendedResultCode): return .full(detail)
    case .SQLITE_CONSTRAINT: return .constraint(detail)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: return .readOnly(detail)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(detail)
    default: return .failed(detail)
    }
}

private let fullDiskCodes: [ResultCode] = [.SQLITE_IOERR_WRITE, .SQLITE_IOERR_TRUNCATE, .SQLITE_IOERR_SHMSIZE]
