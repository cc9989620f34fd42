import API
import ArgumentParser
import Importer
import Model
import Outbound
import Remote

/// `landfall plan github OWNER/NAME`: what an import would find and cost. Nothing is created.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Says what an import would find, take and leave out; creates nothing.",
        subcommands: [PlanGitHubCommand.self])
}

struct PlanGitHubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "github", abstract: "Looks at a repository on GitHub or GitHub Enterprise.",
        discussion: "The access token is read from --token-file, or from the environment variable GITHUB_TOKEN.")

    @Argument(help: "The repository at the source: OWNER/NAME.")
    var repository: String

    @Option(help: "Address of a GitHub Enterprise server; github.com where left out.")
    var host: String?

    @Option(name: .customLong("token-file"), help: "File that holds the access token; '-' reads standard input.")
    var tokenFile: String?

    @Option(name: .customLong("pagination-limit"), help: "Objects asked for in one request, 1 to 100.")
    var paginationLimit: Int = 100

    @Flag(inversion: .prefixedNo, help: "Reckon with the people who have a role at the source.")
    var collaborators = true

    @Flag(help: "JSON instead of text.")
    var json = false

    @OptionGroup var options: SettingOptions

    func validate() throws {
        guard repository.split(separator: "/", omittingEmptySubsequences: false).count == 2 else {
            throw ValidationError("the repository must be OWNER/NAME")
        }
        guard (1...100).contains(paginationLimit) else {
            throw ValidationError("--pagination-limit must be between 1 and 100")
        }
    }

    func run() async throws {
        try await Instance.with(try Settings(options)) { instance in
            let probe = ProbeRequest(
                kind: .github, hostname: host, repository: .fullName(repository),
                credential: Secret(try SourceToken.read(tokenFile)), wantsCollaborators: false)
            let settings = ImportSettings(
                attachmentsImport: true, collaboratorsImport: collaborators, paginationLimit: paginationLimit)
            do throws(ProbeError) {
                let plan = try await ImportRequests(services: instance.imports).plan(probe, settings: settings)
                print(json ? PlanJSON.text(plan) : PlanText.text(plan))
            } catch {
                throw CommandFailure(ImportRequestError.probe(error).explanation)
            }
        }
    }
}

/// The plan in text.
enum PlanText {
    static func text(_ plan: SourcePlan) -> String {
        var lines = ["\(plan.facts.source.fullName): nothing was created.", "", "What is there:"]
        for kind in ObjectKind.allCases {
            guard let count = plan.counts[kind] else { continue }
            lines.append("  \(ReportText.padded(kind.title, 20)) \(count)")
        }
        if let size = plan.facts.sizeInKibibytes { lines.append("  \(ReportText.padded("git", 20)) about \(size) KiB") }
        lines.append("  \(ReportText.padded("LFS", 20)) \(lfs(plan))")
        lines += ["", "What the access token may see:"]
        lines += plan.access.map { access in
            let note = access.note.map { " (\(ReportText.safe($0)))" } ?? ""
            return "  \(access.isVisible ? "yes" : "no ") \(access.what)\(note)"
        }
        lines += ["", "What it will take:"]
        lines += plan.costs.filter { $0.requests + $0.points > 0 }.map { cost in
            "  \(ReportText.padded(cost.what.replacing("_", with: " "), 20)) \(cost.requests) requests, \(cost.points) points"
        }
        let duration = plan.duration
        lines.append("  \(ReportText.padded("together", 20)) \(plan.requests) requests, \(plan.points) points")
        lines.append("  about \(ReportText.duration(max(1, duration.seconds))) and the transfer of git;")
        lines.append("  what limits it: \(duration.limit)")
        lines += ["", "What is not brought:"]
        lines += plan.leftOut.map { left in
            "  \(left.what)\(left.count.map { " (\($0))" } ?? ""): \(left.reason)"
        }
        return lines.joined(separator: "\n")
    }

    private static func lfs(_ plan: SourcePlan) -> String {
        switch plan.usesLFS {
        case true?: "in use; how much is known when git is here"
        case false?: "not in use on the default branch"
        case nil: "known when git is here"
        }
    }
}
