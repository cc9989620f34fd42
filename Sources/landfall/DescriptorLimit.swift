import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How many files, sockets and pipes this process may have open.
enum DescriptorLimit {
    /// Fewer are not enough for one import beside the server itself: libraries then wait, or end the process.
    static let least = 256
    /// More would be of no use, and programs that close all they might have inherited become slow.
    private static let most = 65_536

    /// What holds now.
    static var current: Int {
        var limits = rlimit()
        guard getrlimit(resource, &limits) == 0 else { return .max }
        return Int(clamping: limits.rlim_cur)
    }

    /// Raises the limit as far as this process may.
    /// - Throws: ``CommandFailure`` where that is too little.
    static func raise() throws {
        var limits = rlimit()
        guard getrlimit(resource, &limits) == 0 else { return }
        let wanted = min(limits.rlim_max, rlim_t(most))
        if limits.rlim_cur < wanted {
            limits.rlim_cur = wanted
            _ = setrlimit(resource, &limits)
        }
        guard current >= least else { throw CommandFailure(complaint) }
    }

    static var complaint: String {
        """
        this process may open only \(current) files at a time and needs \(least): raise the limit (ulimit -n 1024 in the \
        shell, LimitNOFILE=1024 in a systemd unit, --ulimit nofile=1024 for a container) and start again
        """
    }

    #if canImport(Glibc)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = RLIMIT_NOFILE
    #endif
}
