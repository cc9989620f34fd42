import API
import ArgumentParser
import Importer
import Model
import Outbound
import Remote

/// `landfall plan SOURCE REPOSITORY`: what an import would find and cost. Nothing is created.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Says what an import would find, take and leave out; creates nothing.",
        subcommands: [
            PlanSourceCommand<GitHubArguments>.self, PlanSourceCommand<BitbucketServerArguments>.self,
            PlanSourceCommand<BitbucketArguments>.self,
        ])
}

struct PlanSourceCommand<Source: SourceArguments>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Source.commandName, abstract: "Looks at a repository on \(Source.title).",
            discussion: Source.tokenHint)
    }

    @OptionGroup var source: Source
    @OptionGroup var reading: ReadingOptions

    func run() async throws {
        try await Instance.with(try Settings(reading.options)) { instance in
            let probe = source.probe(try source.credential(reading))
            var importSettings = reading.importSettings()
            importSettings.commitCommentsImport = source.commitComments
            do throws(ProbeError) {
                let plan = try await ImportRequests(services: instance.imports).plan(
                    probe, settings: importSettings)
                if reading.json { say(json: PlanJSON.text(plan)) } else { say(PlanText.text(plan)) }
            } catch {
                throw Source.failure(.probe(error))
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
        lines += plan.costs.filter { $0.requests + $0.points > 0 || $0.note != nil }.map { cost in
            let amount = cost.note ?? amount(cost.requests, cost.points, in: plan)
            return "  \(ReportText.padded(cost.what.replacing("_", with: " "), 20)) \(amount)"
        }
        let duration = plan.duration
        lines.append("  \(ReportText.padded("together", 20)) \(amount(plan.requests, plan.points, in: plan))")
        lines.append("  about \(ReportText.duration(max(1, duration.seconds))) and the transfer of git;")
        lines.append("  what limits it: \(duration.limit)")
        lines += ["", "What is not brought:"]
        lines += plan.leftOut.map { left in
            "  \(left.what)\(left.count.map { " (\($0))" } ?? ""): \(left.reason)"
        }
        return lines.joined(separator: "\n")
    }

    /// Points are GitHub's.
    private static func amount(_ requests: Int64, _ points: Int64, in plan: SourcePlan) -> String {
        plan.facts.source.kind == .github ? "\(requests) requests, \(points) points" : "\(requests) requests"
    }

    private static func lfs(_ plan: SourcePlan) -> String {
        switch plan.usesLFS {
        case true?: "in use; how much is known when git is here"
        case false?: "not in use on the default branch"
        case nil: "known when git is here"
        }
    }
}
