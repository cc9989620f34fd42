import Foundation
import Glibc

/// How much memory a child process may have.
enum MemoryLimit {
    /// Three quarters of the machine's.
    static let most = Int(clamping: ProcessInfo.processInfo.physicalMemory / 4 * 3)

    /// Bounds what a running process and those it starts from now on may allocate. Files that are mapped don't count.
    ///
    /// git has hardly begun when this comes, and fails with "out of memory" where it wants more. That the process has
    /// ended already is no fault.
    static func set(_ bytes: Int, of process: pid_t) {
        var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
        _ = setLimit?(process, Int32(RLIMIT_DATA.rawValue), &limit, nil)
    }

    private typealias SetLimit =
        @convention(c) (
            pid_t, Int32, UnsafePointer<rlimit>?, UnsafeMutablePointer<rlimit>?
        ) -> Int32

    /// glibc declares `prlimit` (Linux 2.6.36) for GNU sources only, which Swift's own module of it is not; the type is
    /// that of its manual.
    private static let setLimit = dlsym(nil, "prlimit").map { unsafeBitCast($0, to: SetLimit.self) }
}
