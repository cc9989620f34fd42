public import ArgumentParser
import Foundation
import Importer
public import Model
import Store

/// `landfall users …`: the people of sources and whose their contributions become.
struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Lists the people of a source and gives what they wrote to accounts here.",
        subcommands: [
            List.self, Reassign.self, Match.self, CSV.self, Apply.self, Keep.self, Cancel.self, Retry.self, Revoke.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists source users: login, name, source, state, and who has their contributions.")

        @Argument(help: "Top-level group.")
        var group: String

        @Option(help: "Only those whose name or login contains this.")
        var search: String?

        @Option(help: "Only those in this state; repeatable.")
        var state: [SourceUser.Status] = []

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await SourcePeople.with(options, group) { people in
                for user in try await people.list(search: search, states: state) {
                    let holder = try await people.holder(of: user)
                    say(fields: [
                        user.username ?? user.identifier, user.name ?? "", user.hostname, user.status.rawValue, holder,
                    ])
                }
            }
        }
    }

    struct Reassign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a source user's contributions to an account.",
            discussion: "The account is asked first, unless --without-confirmation is given.")

        @Argument(help: "Top-level group.")
        var group: String

        @Argument(help: "Login at the source.")
        var login: String

        @Argument(help: "User name here.")
        var username: String

        @Flag(help: "Begins at once, without the account's word.")
        var withoutConfirmation = false

        @Option(help: "Host of the source, where several have this login.")
        var host: String?

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await SourcePeople.with(options, group) { people in
                let assignee = try await Places.user(username, people.instance)
                let (confirmation, requester) = (Self.confirmation(withoutConfirmation), people.administrator)
                try await people.decide(login, host: host) { decisions, id in
                    try decisions.reassign(id, to: assignee, by: requester, confirmation: confirmation)
                }
            }
        }

        static func confirmation(_ isSkipped: Bool) -> SourceUserDecisions.Confirmation {
            isSkipped ? .skipped : .usual
        }
    }

    struct Match: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives contributions to accounts by rules; shows what would happen unless --yes is given.")

        @Argument(help: "Top-level group.")
        var group: String

        @Option(help: "GitLab's CSV, filled in.")
        var csv: String?

        @Option(help: "Logins at the source, such as '*-acme'.")
        var login: String?

        @Option(help: "User names here; the star is what the star of --login stands for.")
        var username: String = "*"

        @Flag(help: "By the address that both show to everybody.")
        var publicEmail = false

        @Flag(help: "Does it.")
        var yes = false

        @Flag(help: "Begins at once, without the accounts' word.")
        var withoutConfirmation = false

        @OptionGroup var options: SettingOptions

        func run() async throws {
            let patterns = try login.map { login in
                guard let pattern = MatchRules.LoginPattern(source: login, target: username) else {
                    throw ValidationError("--login and --username must have exactly one * each")
                }
                return [pattern]
            }
            let text = try csv.map { try Apply.text(of: $0) }
            let rules: MatchRules
            do {
                rules = try MatchRules(patterns: patterns ?? [], matchesPublicEmail: publicEmail, csv: text)
            } catch {
                throw CommandFailure("\(error)")
            }
            try await SourcePeople.with(options, group) { people in
                let proposals = try await people.match(
                    rules, isDryRun: !yes, confirmation: Reassign.confirmation(withoutConfirmation))
                for proposal in proposals {
                    say(fields: [
                        proposal.sourceUser.username ?? proposal.sourceUser.identifier,
                        proposal.assignee?.username ?? "", proposal.rule, proposal.refusal ?? "",
                    ])
                }
                if !yes { say("Nothing was changed. The same with --yes does it.") }
            }
        }
    }

    struct CSV: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes GitLab's CSV of those who await a decision, to be filled in.")

        @Argument(help: "Top-level group.")
        var group: String

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await SourcePeople.with(options, group) { people in
                let waiting = try await people.list(search: nil, states: [.pendingReassignment, .rejected])
                let table = PlaceholderCSV.headerLine + waiting.map(PlaceholderCSV.line).joined()
                say(file: table)
            }
        }
    }

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Does what a filled-in CSV says.")

        @Argument(help: "Top-level group.")
        var group: String

        @Argument(help: "The CSV.")
        var file: String

        @OptionGroup var options: SettingOptions

        func run() async throws {
            let text = try Self.text(of: file)
            try await SourcePeople.with(options, group) { people in
                let upload = try await people.apply(csv: text)
                say("\(upload.matched) matched, \(upload.failed) failed, \(upload.skipped) skipped.")
                if upload.failed > 0 { say(file: upload.failures) }
            }
        }

        static func text(of file: String) throws -> String {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw CommandFailure("\(file) cannot be read as UTF-8")
            }
            return text
        }
    }
}

extension SourceUser.Status: ExpressibleByArgument {}
