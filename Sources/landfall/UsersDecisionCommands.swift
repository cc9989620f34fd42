import ArgumentParser
import Importer
import Model

/// The decisions that need no more than a login.
extension UsersCommand {
    struct Keep: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keeps a source user as placeholder user; --undo opens the decision again.")

        @OptionGroup var target: Target

        @Flag(help: "Opens the decision again.")
        var undo = false

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await SourcePeople.with(options, target.group) { people in
                let (undo, requester) = (undo, people.administrator)
                try await people.decide(target.login, host: target.host) { decisions, id in
                    undo
                        ? try decisions.undoKeepAsPlaceholder(id)
                        : try decisions.keepAsPlaceholder(id, by: requester)
                }
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Takes a request back that waits for its answer.")

        @OptionGroup var target: Target
        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await SourcePeople.with(options, target.group) { people in
                try await people.decide(target.login, host: target.host) { try $0.cancelReassignment($1) }
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Goes on with a reassignment that failed.")

        @OptionGroup var target: Target
        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await SourcePeople.with(options, target.group) { people in
                try await people.decide(target.login, host: target.host) { try $0.retry($1) }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives everything back to the placeholder user, who can be reassigned again.")

        @OptionGroup var target: Target
        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await SourcePeople.with(options, target.group) { people in
                try await people.decide(target.login, host: target.host) { try $0.revoke($1) }
            }
        }
    }

    struct Target: ParsableArguments {
        @Argument(help: "Top-level group.")
        var group: String

        @Argument(help: "Login at the source.")
        var login: String

        @Option(help: "Host of the source, where several have this login.")
        var host: String?
    }
}
