import Subprocess
import SystemPackage

/// Why a call of git failed: the subcommand, the object, git's last words without addresses, and the cure.
public struct GitError: Error, Sendable, Equatable {
    /// How git ended.
    public enum Status: Sendable, Equatable {
        /// It returned this exit status.
        case exited(Int32)
        /// This signal ended it.
        case signalled(Int32)
    }

    /// What went wrong, as far as git's words tell.
    public enum Cause: Sendable, Equatable {
        /// There is no git to run, or it can't be run.
        case gitMissing
        /// The git that is there lacks what keeps it safe.
        case gitTooOld(found: String)
        /// No file descriptor, process or memory was left to start it.
        case machineExhausted
        /// The directory isn't there or isn't a repository.
        case notARepository
        /// A revision, ref or object the repository doesn't have.
        case unknownRevision
        /// The path doesn't exist in that revision.
        case unknownPath
        /// The two revisions share no history.
        case noMergeBase
        /// The revision, ref name or path breaks git's rules; it was never given to git.
        case invalidInput(String)
        /// No space, or a quota reached, on the disk of the data directory.
        case diskFull
        /// The data directory can't be written.
        case notWritable
        /// An object is damaged or missing.
        case damagedRepository
        /// Another git, or one that was killed, holds a lock.
        case locked
        /// The output passed this many bytes; git was ended.
        case outputTooLarge(limit: Int)
        /// git wanted more memory than it may have.
        case memoryExceeded
        /// The call took longer than it may; git was ended.
        case timedOut(after: Duration)
        /// The remote answered and said no; with the HTTP status if git told it.
        case remoteRefused(status: Int?)
        /// The remote couldn't be reached.
        case remoteUnreachable
        /// The connection broke during the transfer.
        case remoteInterrupted
        /// The remote sent objects that fail git's checks.
        case badObjectsFromRemote
        /// The remote tells git to fetch from other addresses, which are not dialled.
        case remoteElsewhere
        /// The remote has refs that can't be kept here: names too long for a file, or one name below another.
        case unfitRefs
        /// A transport that isn't allowed.
        case protocolRefused
        /// Something ended git with this signal; out of memory is a usual reason for SIGKILL (9).
        case killed(signal: Int32)
        /// Anything else; see ``GitError/lines``.
        case failed
    }

    /// git's subcommand, such as `fetch`.
    public let verb: String
    /// What went wrong.
    public let cause: Cause
    /// How git ended; nil when it never ran or was ended by us.
    public let status: Status?
    /// git's last lines on standard error, at most eight, addresses replaced.
    public let lines: [String]

    init(verb: String, cause: Cause, status: Status? = nil, lines: [String] = []) {
        self.verb = verb
        self.cause = cause
        self.status = status
        self.lines = lines
    }

    init(verb: String, status: Status, lines: [String]) {
        self.init(verb: verb, cause: Cause(status: status, lines: lines), status: status, lines: lines)
    }

    init(verb: String, launching error: SubprocessError) {
        let exhausted: Set<Errno> = [
            .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory, .resourceTemporarilyUnavailable,
        ]
        let cause: Cause =
            switch error.code {
            case _ where error.underlyingError.map(exhausted.contains) ?? false: .machineExhausted
            case .executableNotFound, .spawnFailed: .gitMissing
            case .failedToChangeWorkingDirectory: .notARepository
            default: .failed
            }
        // Subprocess's description may hold paths of the data directory and nothing more.
        self.init(verb: verb, cause: cause, lines: [withoutAddresses(error.description)])
    }

    /// Whether trying again later, unchanged, may succeed.
    public var isTransient: Bool {
        switch cause {
        case .remoteUnreachable, .remoteInterrupted, .timedOut, .killed, .locked, .machineExhausted: true
        case .remoteRefused(let status): status.map { $0 == 429 || $0 >= 500 } ?? false
        default: false
        }
    }
}

extension GitError: CustomStringConvertible {
    /// What happened, git's last words, and what to do.
    public var description: String {
        var text = "git \(verb): \(what)"
        switch status {
        case .exited(let code): text += " (exit status \(code))"
        case .signalled(let signal): text += " (signal \(signal))"
        case nil: break
        }
        if !lines.isEmpty { text += ": " + lines.joined(separator: " | ") }
        return text + ". " + cure
    }

    private var what: String {
        switch cause {
        case .gitMissing: "git could not be started"
        case .gitTooOld(let found): "git \(found.isEmpty ? "of no known version" : found) is too old"
        case .machineExhausted: "the machine or this process's limits leave no room to start git"
        case .notARepository: "the repository is missing or is no git repository"
        case .unknownRevision: "the repository has no such revision"
        case .unknownPath: "no such path in this revision"
        case .noMergeBase: "the revisions share no history"
        case .invalidInput(let reason): "refused: \(reason)"
        case .diskFull: "the disk is full"
        case .notWritable: "the data directory is not writable"
        case .damagedRepository: "the repository is damaged"
        case .locked: "the repository is locked"
        case .outputTooLarge(let limit): "more than \(limit) bytes of output"
        case .memoryExceeded: "needs more memory than it may have"
        case .timedOut(let duration): "took longer than \(duration)"
        case .remoteRefused(let status): status.map { "the remote refused with status \($0)" } ?? "the remote refused"
        case .remoteUnreachable: "the remote could not be reached"
        case .remoteInterrupted: "the connection to the remote broke"
        case .badObjectsFromRemote: "the remote sent objects that fail git's checks"
        case .remoteElsewhere: "the remote tells git to fetch from another address"
        case .unfitRefs: "the remote has refs that cannot be kept here"
        case .protocolRefused: "this transport is not allowed"
        case .killed(let signal): "ended by signal \(signal)"
        case .failed: "failed"
        }
    }

    /// What a person can do about it.
    public var cure: String {
        switch cause {
        case .gitMissing, .gitTooOld:
            "Install git 2.39 or newer (\(GitRunner.oldestVersion) at least) and see that it is in PATH, or name it with --git."
        case .machineExhausted: "Raise the limits on open files (ulimit -n) and processes (ulimit -u), then resume."
        case .notARepository: "Import the repository again."
        case .unknownRevision, .unknownPath, .noMergeBase, .invalidInput: "Check the name."
        case .diskFull: "Free space on the disk of the data directory, then resume."
        case .notWritable: "Give the server's user write access to the data directory."
        case .damagedRepository: "Check the disk, delete the repository and import it again."
        case .locked: "Wait for the other operation; after a crash restart the server, which removes stale locks."
        case .outputTooLarge, .memoryExceeded: "Ask for less: a smaller range, a path, or a page."
        case .timedOut: "Try again; if it stays so, ask for less or look at the load of the machine."
        case .remoteRefused: "Check that the token may read the repository and that the repository still exists."
        case .remoteUnreachable, .remoteInterrupted: "Check the network and resume."
        case .badObjectsFromRemote: "Repair the history at the source, then resume."
        case .remoteElsewhere: "Have the source serve its packs itself: other addresses are not asked."
        case .unfitRefs: "Rename or delete the refs named above at the source, then resume."
        case .protocolRefused: "Use an http or https address."
        case .killed(signal: 9): "See whether the machine ran out of memory, then resume."
        case .killed: "git crashed: see that it is whole (landfall doctor), install it anew if not, then resume."
        case .failed: "See the lines above."
        }
    }
}
