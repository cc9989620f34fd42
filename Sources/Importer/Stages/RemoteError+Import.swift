import Remote

extension RemoteError {
    /// Nothing else would be answered either, or the import is to stop: no stage goes on after it.
    var endsImport: Bool {
        switch self {
        case .unauthorized, .rateLimited, .cancelled: true
        case .forbidden, .notFound, .malformed, .unavailable, .refusedAddress: false
        }
    }

    /// The source has no such thing, which is a fact and no failure: issues can be switched off.
    var isAbsence: Bool {
        if case .notFound = self { true } else { false }
    }
}
