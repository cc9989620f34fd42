import Model
import Outbound
import Remote
import RemoteREST

extension BitbucketServerReader {
    /// All states, the oldest first, so that those that are opened meanwhile come at the end.
    func pullRequests(start: Int64, page number: Int) async throws(SourceFault) -> RemotePage {
        let (body, next): ([UInt8], Int64?)
        do throws(SourceFault) {
            (body, next) = try await page(
                "pull_requests", host.rest(repository, path: "pull-requests"),
                [(name: "state", value: "ALL"), (name: "order", value: "OLDEST")], start: start,
                what: "a page of the pull requests of \(repository)")
        } catch .remote(.notFound(let what)) {
            // Every repository has this list: it is hidden, unless the repository itself has gone.
            let isThere = try await send(host.rest(repository), what: what).status == 200
            throw .remote(isThere ? .forbidden(what: what) : .notFound(what: what))
        }
        let following = next.flatMap { next in
            number < BitbucketServerCursor.mostPages
                ? BitbucketServerCursor.pullRequests(start: next, page: number + 1).cursor : nil
        }
        return RemotePage(
            payload: body, following: [following].compactMap(\.self),
            beginnings: [.timelines: BitbucketServerPullRequests.beginnings(in: body)])
    }

    /// All that has happened on one pull request: one request for up to 500 lines.
    func activities(number: Int64) async throws(SourceFault) -> RemotePage {
        let (bodies, incomplete) = try await everyPage(
            "activities", host.rest(repository, path: "pull-requests/\(number)/activities"),
            what: "the activities of pull request \(number) of \(repository)")
        let payload = BitbucketServerActivitiesAnswer.payload(number: number, bodies, incomplete: incomplete)
        return RemotePage(payload: payload, following: [])
    }

    /// Four lists: people and groups of the repository and of its project.
    func collaborators() async throws(SourceFault) -> RemotePage {
        var bundle = Bundle()
        for (name, path) in [("users", "permissions/users"), ("groups", "permissions/groups")] {
            try await bundle.add(
                name, self, host.rest(repository, path: path), "the permissions of \(repository)", isEverywhere: true)
        }
        // Nobody else has a role in somebody's own project.
        if !repository.isPersonal {
            for (name, path) in [("projectUsers", "permissions/users"), ("projectGroups", "permissions/groups")] {
                try await bundle.add(
                    name, self, host.rest(projectOf: repository, path: path),
                    "the permissions of the project \(repository.key)", isEverywhere: true)
            }
        }
        return bundle.page
    }

    /// The rules, and what pull requests need; the branching model only where a rule speaks of it.
    func protection() async throws(SourceFault) -> RemotePage {
        var bundle = Bundle()
        let restrictions = host.rest(repository, module: "branch-permissions", path: "restrictions")
        try await bundle.add(
            "restrictions", self, restrictions, "the branch permissions of \(repository)", isEverywhere: true)
        if bundle.mentions("MODEL_") {
            let model = host.rest(repository, module: "branch-utils", path: "branchmodel/configuration")
            try await bundle.addOne("model", self, model, "the branching model of \(repository)")
        }
        if let branch = try await defaultBranchBody() { bundle.parts.append(("defaultBranch", branch)) }
        let settings = host.rest(repository, path: "settings/pull-requests")
        try await bundle.addOne("settings", self, settings, "the pull request settings of \(repository)")
        let conditions = host.rest(repository, module: "default-reviewers", path: "conditions")
        try await bundle.addOne("reviewerConditions", self, conditions, "the default reviewers of \(repository)")
        let groups = host.rest(repository, path: "settings/reviewer-groups")
        try await bundle.add("reviewerGroups", self, groups, "the reviewer groups of \(repository)")
        let builds = host.rest(repository, module: "required-builds", path: "conditions")
        try await bundle.add("requiredBuilds", self, builds, "the required builds of \(repository)")
        return bundle.page
    }

    /// Several answers that become one page.
    private struct Bundle {
        var parts: [(name: String, body: [UInt8])] = []
        var hidden: [String] = []

        /// A list, which an account may not see.
        /// - Parameter isEverywhere: whether every server has it, so that one which denies it hides it.
        mutating func add(
            _ name: String, _ reader: BitbucketServerReader, _ url: OutboundURL, _ what: String,
            isEverywhere: Bool = false
        ) async throws(SourceFault) {
            do throws(SourceFault) {
                let bodies = try await reader.everySettledPage(name, url, what: what)
                parts.append((name, BitbucketServerBundle.list(bodies)))
            } catch .remote(.forbidden) {
                hidden.append(name)
            } catch .remote(.notFound) {
                if isEverywhere { hidden.append(name) }
            }
        }

        mutating func addOne(
            _ name: String, _ reader: BitbucketServerReader, _ url: OutboundURL, _ what: String
        ) async throws(SourceFault) {
            do throws(SourceFault) {
                let body = try await reader.freshBody(of: url, what: what)
                // It becomes a part of a page, which it must not spoil.
                guard body.isEmpty || JSONText.isWhole(body) else { throw .remote(.malformed(what: what)) }
                if !body.isEmpty { parts.append((name, body)) }
            } catch .remote(.forbidden) {
                hidden.append(name)
            } catch .remote(.notFound) {
                return
            }
        }

        func mentions(_ word: String) -> Bool {
            parts.contains { String(decoding: $0.body, as: UTF8.self).contains(word) }
        }

        var page: RemotePage {
            RemotePage(
                payload: BitbucketServerBundle.object(parts + [("hidden", BitbucketServerBundle.names(hidden))]),
                following: [])
        }
    }
}
