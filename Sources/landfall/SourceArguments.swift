import ArgumentParser
import Importer
import Model
import Outbound
import Remote

/// How a repository at one kind of source is named on the command line: all that `import` and `plan` have to know of it.
protocol SourceArguments: ParsableArguments, Sendable {
    static var kind: ImportKind { get }
    static var commandName: String { get }
    /// The source in a sentence: "GitHub or GitHub Enterprise".
    static var title: String { get }
    /// Environment variable that holds the access token.
    static var tokenVariable: String { get }
    /// What else there is to say, each line after the shared ones.
    static var hint: String { get }
    /// As it is asked for at the source, in two parts with a slash between.
    var repository: String { get }
    /// Address of the server; `nil` where there is but one.
    var address: String? { get }
    /// Whether each commit is asked for comments, where the source has no list of them.
    var commitComments: Bool { get }
    /// What the source takes, made of the access token and of what was named beside it.
    func credential(_ token: String) throws -> Secret
}

extension SourceArguments {
    static var hint: String { "" }

    var commitComments: Bool { false }

    func credential(_ token: String) throws -> Secret { Secret(token) }

    static var tokenHint: String {
        "The access token is read from --token-file, or from the environment variable \(tokenVariable)."
            + (hint.isEmpty ? "" : "\n\(hint)")
    }

    /// Reads the access token.
    func credential(_ reading: ReadingOptions) throws -> Secret {
        try credential(try SourceToken.read(reading.tokenFile, variable: Self.tokenVariable))
    }

    func probe(_ credential: Secret) -> ProbeRequest {
        ProbeRequest(
            kind: Self.kind, hostname: address, repository: .fullName(repository), credential: credential,
            wantsCollaborators: false)
    }

    func checkRepository(_ form: String) throws {
        let parts = repository.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw ValidationError("the repository must be \(form)")
        }
    }

    /// Why the source, or Landfall, does not take the import.
    static func failure(_ error: ImportRequestError) -> CommandFailure {
        CommandFailure(error.explanation(of: kind))
    }
}

/// What `import` and `plan` are told about the way of reading.
struct ReadingOptions: ParsableArguments {
    @Option(name: .customLong("token-file"), help: "File that holds the access token; '-' reads standard input.")
    var tokenFile: String?

    @Option(name: .customLong("pagination-limit"), help: "Objects asked for in one request, 1 to 100.")
    var paginationLimit: Int = 100

    @Flag(inversion: .prefixedNo, help: "Whether people with a role at the source keep it here.")
    var collaborators = true

    @Flag(help: "JSON instead of text; an import writes one object a line.")
    var json = false

    @OptionGroup var options: SettingOptions

    func validate() throws {
        guard (1...100).contains(paginationLimit) else {
            throw ValidationError("--pagination-limit must be between 1 and 100")
        }
    }

    func importSettings(attachments: Bool = true, timeoutStrategy: TimeoutStrategy = .pessimistic) -> ImportSettings {
        ImportSettings(
            attachmentsImport: attachments, collaboratorsImport: collaborators, timeoutStrategy: timeoutStrategy,
            paginationLimit: paginationLimit)
    }
}

extension ImportRequestError {
    /// What happened and what to do, for somebody at a terminal.
    func explanation(of kind: ImportKind) -> String {
        switch self {
        case .probe(let error): ReportText.safe(error.explanation(of: kind))
        case .invalidProject(let messages): messages.joined(separator: ", ")
        case .store(let error): "\(error)"
        }
    }
}
