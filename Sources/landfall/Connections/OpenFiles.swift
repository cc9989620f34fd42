#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How many files and connections the system lets this process have open.
enum OpenFiles {
    /// More would only make the kernel's tables larger.
    private static let enough: rlim_t = 65_536

    /// Takes as many as the administrator of the machine allows: the usual 1,024 are a default for programs that use
    /// `select`.
    /// - Returns: how many there may be now.
    static func takeAllAllowed() -> Int {
        var limit = rlimit()
        guard getrlimit(.init(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        let wanted = min(limit.rlim_max, enough)
        if limit.rlim_cur < wanted {
            let before = limit.rlim_cur
            limit.rlim_cur = wanted
            if setrlimit(.init(RLIMIT_NOFILE.rawValue), &limit) != 0 { limit.rlim_cur = before }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
