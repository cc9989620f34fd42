import CSodium

/// The memory of this process, where credentials lie opened while they are used.
public enum ProcessMemory {
    /// Keeps other processes of the same user from reading memory and environment, and crashes from leaving a core dump.
    /// For good, and without effect on programs that this one starts. Root may read everything all the same.
    /// - Returns: whether the system let it.
    @discardableResult
    public static func hide() -> Bool {
        landfall_hide_memory() == 0
    }
}
