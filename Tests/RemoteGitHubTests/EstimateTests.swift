import Model
import Remote
import Testing

@testable import RemoteGitHub

/// What an import is said to cost before it is asked for.
@Suite struct EstimateTests {
    private func together(_ counts: [ObjectKind: Int64], pageSize: Int = 100, people: Int64) -> Int64 {
        let estimate = GitHubEstimate(
            counts: counts, people: people, discussions: 5,
            settings: ImportSettings(collaboratorsImport: true, paginationLimit: pageSize),
            permissions: RepositoryFacts.Permissions(isAdministrator: true, mayPush: true))
        let costs = Collection.allCases.map { estimate.cost(of: $0) } + [estimate.leftBehind, estimate.recount]
        return costs.reduce(0) { $0 + $1.requests + $1.points }
    }

    private let large: [ObjectKind: Int64] = [
        .label: 30, .milestone: 10, .release: 40, .issue: 446, .pullRequest: 998, .note: 2381, .diffNote: 1306,
    ]

    @Test func aProjectOfAThousandPullRequestsTakesAtMostAHundredAndThirty() {
        #expect(together(large, people: 90) <= 130)
    }

    @Test func smallerPagesCostMore() {
        #expect(together(large, pageSize: 50, people: 90) > 3 * together(large, people: 90) / 2)
    }

    @Test func anEmptyProjectCostsAPageOfEachList() {
        let cost = together([:], people: 0)
        #expect(cost > 15 && cost < 35)
    }
}
