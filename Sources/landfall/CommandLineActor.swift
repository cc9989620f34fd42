import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension AuditActor {
    /// Whoever runs this command: the user of the operating system.
    static var commandLine: AuditActor {
        let uid = getuid()
        return .commandLine(uid: uid, name: getpwuid(uid).map { String(cString: $0.pointee.pw_name) })
    }
}
