import Foundation
import Importer
import Model
import Outbound
import Remote
import StandIns
import Store
import Testing

/// What is said beforehand, held against what it then is.
struct PlanTests {
    @Test(arguments: [100, 10])
    func theEstimateIsWithinFifteenInAHundredOfWhatTheImportSpends(pageSize: Int) async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let settings = ImportSettings(paginationLimit: pageSize)
                let plan = try await engine.requests.plan(
                    ProbeRequest(
                        kind: .github, hostname: source.url, repository: .fullName(Engine.lantern),
                        credential: Secret(StandInToken.owner.value), wantsCollaborators: false),
                    settings: settings)
                #expect(try await engine.number("SELECT count(*) AS value FROM projects") == 0)
                #expect(source.counts.requests + source.counts.points <= 6)
                let truth = try #require(source.truth(Engine.lantern))
                #expect(plan.counts[.issue] == Int64(truth.counts.issues))
                #expect(plan.counts[.note] == Int64(truth.comments.count))

                let report = try await engine.work(on: try await engine.accept(pageSize: pageSize))
                let spent = report.spending.requests + report.spending.points
                let expected = plan.requests + plan.points
                #expect(abs(expected - spent) <= max(2, spent * 15 / 100), "\(expected) for \(spent): \(plan.costs)")
            }
        }
    }

    @Test func aReaderIsToldWhatItMayNotSee() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let plan = try await engine.requests.plan(
                    ProbeRequest(
                        kind: .github, hostname: source.url, repository: .fullName(Engine.lantern),
                        credential: Secret(StandInToken.reader.value), wantsCollaborators: false),
                    settings: ImportSettings(collaboratorsImport: true))
                let hidden = Set(plan.access.filter { !$0.isVisible }.map(\.what))
                #expect(hidden.isSuperset(of: ["collaborators", "branch protection"]))
                #expect(plan.leftOut.contains { $0.what == "collaborators" })
            }
        }
    }
}
