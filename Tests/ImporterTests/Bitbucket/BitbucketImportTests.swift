import Foundation
import Importer
import Model
import Outbound
import StandIns
import Store
import Testing

/// What an import from either Bitbucket brings, held against what the stand-in holds, and what it costs.
struct BitbucketImportTests {
    @Test(arguments: StandInBitbucket.Face.allCases)
    func everythingOfTheSampleArrives(from face: StandInBitbucket.Face) async throws {
        try await BitbucketEngine.with(face) { engine in
            let (record, report) = try await engine.importAll()
            #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
            #expect(report.exceptions.allSatisfy { $0.exception.outcome != .failed })
            try await BitbucketExpectations(engine, record).expectAll()
        }
    }

    @Test func whereTheNextPageBeginsIsWhatTheServerSays() async throws {
        var configuration = BitbucketConfiguration()
        configuration.hasSparsePages = true
        configuration.pageCaps = (pullRequests: 2, activities: 3, others: 1)
        try await BitbucketEngine.with(.server, configuration: configuration) { engine in
            let (record, report) = try await engine.importAll()
            #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
            try await BitbucketExpectations(engine, record).expectAll()
        }
    }

    @Test func aServerThatTakesOnlyTokensIsGivenTheTokenAsOne() async throws {
        var configuration = BitbucketConfiguration()
        configuration.acceptsBasic = false
        var account = BitbucketAccount.keeper
        account.secret = account.token ?? ""
        configuration.accounts = [account]
        try await BitbucketEngine.with(.server, configuration: configuration) { [account] engine in
            let record = try await engine.accept(by: account)
            let report = try await engine.work(on: record)
            #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
            try await BitbucketExpectations(engine, record).expectComments()
        }
    }

    @Test func aServerIsAskedOnceAboutAPullRequestThatHasActivityAndNotAboutOneWithout() async throws {
        try await BitbucketEngine.with(.server) { engine in
            _ = try await engine.importAll()
            let asked = engine.source.requests.filter { $0.path.contains("/pull-requests/") }
            let project = engine.source.project
            let active = project.pullRequests.filter { pull in
                pull.state != .open || project.comments.contains { $0.pullRequest == pull.number }
                    || !pull.reviewers.allSatisfy { $0.status == .unapproved } || pull.number == 7
            }
            #expect(Double(asked.count) <= 1.1 * Double(active.count), "\(asked.map(\.path))")
            #expect(!asked.contains { $0.path.contains("/pull-requests/8/") })
        }
    }

    @Test func theActivityOfCloudsWholeRepositoryIsReadAtOnce() async throws {
        var project = BitbucketProject.harbor()
        let base = project.history.tip(of: "refs/heads/main") ?? 0
        for round in 1...40 {
            let number = project.addPullRequest(
                "Round \(round)", by: "mira", branch: "main", commits: [base], base: base)
            project.addComment("About round \(round)", on: number, by: "piet")
        }
        try await BitbucketEngine.with(.cloud, project) { [project] engine in
            let (record, _) = try await engine.importAll()
            try await BitbucketExpectations(engine, record).expectComments()
            let talked = Set(project.comments.map(\.pullRequest)).count
            let asked = engine.source.requests.filter { request in
                request.path.contains("/pullrequests/")
                    && (request.path.hasSuffix("/activity") || request.path.hasSuffix("/comments"))
            }
            #expect(Double(asked.count) <= 0.6 * Double(talked), "\(asked.map { ($0.path, $0.query) })")
        }
    }

    @Test func aProjectAtRestIsLookedAtASecondTimeOnceAndNoMore() async throws {
        try await BitbucketEngine.with(.cloud) { engine in
            _ = try await engine.importAll()
            let changed = engine.source.requests.filter {
                $0.path.hasSuffix("/pullrequests") && $0.query?.contains("updated_on%3E") ?? false
            }
            #expect(changed.count == 1, "\(changed.map(\.query))")
        }
    }

    @Test(arguments: [404, 410]) func aTrackerThatIsGoneIsAFactAndNoFailure(status: Int) async throws {
        var configuration = BitbucketConfiguration()
        configuration.hasTracker = false
        configuration.hasWiki = false
        configuration.goneStatus = status
        try await BitbucketEngine.with(.cloud, configuration: configuration) { engine in
            let (record, report) = try await engine.importAll()
            #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
            try await BitbucketExpectations(engine, record).expectComments()
            #expect(try await engine.number("SELECT count(*) AS value FROM issues") == 0)
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func importingAgainChangesNoRow(from face: StandInBitbucket.Face) async throws {
        try await BitbucketEngine.with(face) { engine in
            let (record, _) = try await engine.importAll()
            let before = try await StoreDump.lines(engine.store, withLedger: false)
            for journal in ["UPDATE journal_pages SET applied_at = NULL", "DELETE FROM journal_pages"] {
                try await engine.execute(journal)
                try await engine.execute("DELETE FROM import_stages WHERE stage <> 'facts'")
                try await engine.execute("UPDATE imports SET status = 'failed'")
                _ = try await engine.requests.resume(record.id, credential: try engine.secret(engine.account))
                #expect(try await engine.work(on: record).record.status == .finished)
                let after = try await StoreDump.lines(engine.store, withLedger: false)
                #expect(before == after, "\(differences(before, after))")
            }
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func whatIsWrittenWhileTheImportRunsArrivesToo(from face: StandInBitbucket.Face) async throws {
        var configuration = BitbucketConfiguration()
        configuration.latency = .milliseconds(20)
        try await BitbucketEngine.with(face, configuration: configuration) { engine in
            let record = try await engine.accept()
            async let report = engine.work(on: record)
            try await engine.wait { try await engine.number("SELECT count(*) AS value FROM journal_pages") > 2 }
            engine.source.change { project in
                project.clock = Date()
                let root = project.addComment("Is anybody there?", on: 2, by: "mira")
                project.addComment("I am.", on: 2, by: "tomas_buoy", answering: root)
                project.addComment("The first about this.", on: 8, by: "sunniva")
                let base = project.history.tip(of: "refs/heads/main") ?? 0
                project.addPullRequest("In the middle", by: "piet", branch: "main", commits: [base], base: base)
            }
            #expect(try await report.record.status == .finished)
            try await BitbucketExpectations(engine, record).expectComments()
            #expect(try await engine.number("SELECT count(*) AS value FROM merge_requests") == 10)
        }
    }
}
