import Glibc
import Secrets
import Synchronization

/// A file while it comes in. It is written beside its place, and moved there when it is whole; what is left, for
/// whatever reason, is as if it had never been.
public final class IncomingFile: Sendable {
    private struct State {
        var file: Int32
        var digest = StreamedDigest()
        var size: Int64 = 0
        var beginning: [UInt8] = []
    }

    private let store: FileStore
    private let path: String
    private let state: Mutex<State>

    /// Bytes of the beginning that are kept at hand, to tell what kind of file it is.
    public static let beginningLength = 512

    init(store: FileStore) throws(FileStoreError) {
        self.store = store
        let made = try Self.make(in: store.incoming)
        path = made.path
        state = Mutex(State(file: made.file))
    }

    /// A file that is locked, so that nobody takes it for a left one. Whoever removes those may have been quicker.
    private static func make(in folder: String) throws(FileStoreError) -> (path: String, file: Int32) {
        while true {
            // Chance only has to tell files of one moment apart; O_EXCL does the rest.
            let path = "\(folder)/\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
            let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw FileStoreError(errno, "a file cannot be made") }
            var facts = stat()
            if flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &facts) == 0, facts.st_nlink > 0 {
                return (path, file)
            }
            close(file)
        }
    }

    deinit { discard() }

    /// Bytes so far.
    public var size: Int64 { state.withLock { $0.size } }

    /// The first bytes, ``beginningLength`` at most.
    public var beginning: [UInt8] { state.withLock { $0.beginning } }

    /// Forgets what has come in, because it comes anew.
    public func restart() throws(FileStoreError) {
        try state.withLock { (state) throws(FileStoreError) in
            guard ftruncate(state.file, 0) == 0, lseek(state.file, 0, SEEK_SET) == 0 else {
                throw FileStoreError(errno, "a file cannot be written")
            }
            state.digest = StreamedDigest()
            state.size = 0
            state.beginning = []
        }
    }

    public func write(_ bytes: UnsafeRawBufferPointer) throws(FileStoreError) {
        try state.withLock { (state) throws(FileStoreError) in
            var rest = bytes
            while !rest.isEmpty {
                let count = Glibc.write(state.file, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw FileStoreError(errno, "a file cannot be written") }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            state.digest.update(bytes)
            state.size += Int64(bytes.count)
            let missing = Self.beginningLength - state.beginning.count
            if missing > 0 { state.beginning += bytes.prefix(missing) }
        }
    }

    /// Keeps the file under its content's name. It is on the disk, and not only in memory, when this returns.
    /// - Returns: the SHA-256 of its content, in lower-case hex.
    public func keep() throws(FileStoreError) -> String {
        try state.withLock { (state) throws(FileStoreError) in
            let digest = state.digest.finish()
            guard let place = store.place(of: digest), let slash = place.lastIndex(of: "/") else { return digest }
            defer { Self.end(&state, path) }
            // The same content again: that it was brought now keeps it from being removed as unused.
            if utimensat(AT_FDCWD, place, nil, 0) == 0 { return digest }
            let folder = String(place[..<slash])
            try store.makeFolder(folder)
            guard fsync(state.file) == 0, rename(path, place) == 0 else {
                throw FileStoreError(errno, "a file cannot be kept")
            }
            Self.sync(folder)
            return digest
        }
    }

    /// Leaves the file. Does nothing where it was kept or left before.
    public func discard() {
        state.withLock { Self.end(&$0, path) }
    }

    private static func end(_ state: inout State, _ path: String) {
        guard state.file >= 0 else { return }
        unlink(path)
        close(state.file)
        state.file = -1
    }

    /// The name, too, must survive a power cut.
    private static func sync(_ folder: String) {
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }
}
