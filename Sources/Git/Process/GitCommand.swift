import NIOCore

/// One setting handed to git in its environment.
struct GitSetting: Sendable {
    let key: String
    let value: String

    init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}

/// What git reads on its standard input.
enum GitInput: Sendable {
    case none
    case bytes([UInt8])
    case stream(@Sendable (GitInputWriter) async throws -> Void)
}

/// One call of git: everything that differs from call to call.
struct GitCommand: Sendable {
    /// The subcommand; the only part of a command line that errors and logs show.
    let verb: String
    /// Arguments after the subcommand.
    let arguments: [String]
    /// The bare repository to work in; nil for commands without one.
    var directory: String?
    /// Whether `--git-dir=.` goes before the subcommand; `upload-pack` finds its directory by itself.
    var namesRepository = true
    var settings: [GitSetting] = []
    var environment: [String: String] = [:]
    var input: GitInput = .none
    /// The time the call may take; nil for transfers, which are bound by their streams.
    var deadline: Duration?
    /// Exit statuses that are an answer, not a failure.
    var acceptedStatuses: Set<Int32> = [0]

    init(_ verb: String, _ arguments: [String] = [], directory: String? = nil, deadline: Duration? = .seconds(120)) {
        self.verb = verb
        self.arguments = arguments
        self.directory = directory
        self.deadline = deadline
    }

    /// git's arguments. The repository is the working directory, so that its path stays out of `ps`.
    var commandLine: [String] {
        let prefix = directory != nil && namesRepository ? ["--git-dir=.", verb] : [verb]
        return prefix + arguments
    }
}
