import GRDB
import Store

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What SQLite's codes mean to Landfall. GRDB keeps arguments out of messages, so that no text of a person gets in here.
func storeError(_ error: DatabaseError) -> StoreError {
    let detail = error.message ?? "SQLite code \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL: return .full(detail)
    // The last of them: the index of the write-ahead log could not grow.
    case .SQLITE_IOERR where fullDiskCodes.contains(error.extendedResultCode): return .full(detail)
    case .SQLITE_CONSTRAINT: return .constraint(detail)
    case .SQLITE_CANTOPEN where !canOpenMore: return .tooManyFiles(detail)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: return .readOnly(detail)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(detail)
    default: return .failed(detail)
    }
}

private let fullDiskCodes: [ResultCode] = [.SQLITE_IOERR_WRITE, .SQLITE_IOERR_TRUNCATE, .SQLITE_IOERR_SHMSIZE]

/// SQLite does not say why a file cannot be opened.
private var canOpenMore: Bool {
    let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
    if file < 0 { return errno != EMFILE && errno != ENFILE }
    close(file)
    return true
}
