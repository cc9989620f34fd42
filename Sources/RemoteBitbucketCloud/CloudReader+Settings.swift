import Foundation
import Model
import Remote
import RemoteREST

extension CloudReader {
    /// Components and versions of issues; nothing where there are no issues.
    func labels() async throws(SourceFault) -> RemotePage {
        guard let components = try await trackerList("components") else { return Self.whole(Array("{}".utf8)) }
        let versions = try await trackerList("versions") ?? CloudPayload.emptyPage
        return Self.whole(CloudPayload.object([("components", components), ("versions", versions)]))
    }

    func milestones() async throws(SourceFault) -> RemotePage {
        Self.whole(try await trackerList("milestones") ?? CloudPayload.emptyPage)
    }

    /// `nil` where the tracker is gone.
    private func trackerList(_ path: String) async throws(SourceFault) -> [UInt8]? {
        await waitForTracker()
        defer { trackerHasAnswered() }
        guard !hasNoTracker else { return nil }
        do throws(SourceFault) {
            let rows = try await every(path, fields: ["next", "values.id", "values.name"])
            _ = noteTracker(true)
            return rows
        } catch .remote(.notFound(let what)) {
            guard noteTracker(false) else { return nil }
            throw .remote(.notFound(what: what))
        }
    }

    func downloads() async throws(SourceFault) -> RemotePage {
        Self.whole(try await every("downloads", fields: CloudDownload.fields))
    }

    func collaborators() async throws(SourceFault) -> RemotePage {
        var gathering = Gathering()
        let permission = ["next", "values.permission"]
        try await gather(&gathering, "users", "users") { reader throws(SourceFault) in
            try await reader.every(
                "permissions-config/users", fields: permission + CloudUser.fields("values.user"))
        }
        try await gather(&gathering, "groups", "groups") { reader throws(SourceFault) in
            try await reader.every(
                "permissions-config/groups", fields: permission + ["values.group.slug", "values.group.name"])
        }
        return Self.whole(gathering.payload)
    }

    func protection() async throws(SourceFault) -> RemotePage {
        var gathering = Gathering()
        try await gather(&gathering, "restrictions", "branch restrictions") { reader throws(SourceFault) in
            try await reader.every("branch-restrictions")
        }
        if let rules = gathering.answer("restrictions"), try Self.needsModel(rules) {
            try await gather(&gathering, "model", "branching model") { reader throws(SourceFault) in
                let what = "the branching model of \(reader.address.fullName)"
                let model = reader.address.api("effective-branching-model")
                let body = try await reader.get(model, what: what).reading(what)
                // It becomes a part of a page, which it must not spoil.
                guard JSONText.isWhole(body) else { throw .remote(.malformed(what: what)) }
                return body
            }
        }
        try await gather(&gathering, "default_reviewers", "default reviewers") { reader throws(SourceFault) in
            try await reader.every(
                "effective-default-reviewers",
                fields: ["next", "values.reviewer_type"] + CloudUser.fields("values.user"))
        }
        return Self.whole(gathering.payload)
    }

    /// The branching model tells what types of branches are meant, and which branch is the main one.
    private static func needsModel(_ rules: [UInt8]) throws(SourceFault) -> Bool {
        let page: CloudPage<CloudBranchRestriction> = try decoded(rules, "the branch restrictions")
        return page.read(.protectedBranch).values.contains {
            $0.isByModel || ["require_all_comments_resolved", "require_tasks_to_be_completed"].contains($0.kind)
        }
    }

    /// Several lists of which the credential may not see some.
    private struct Gathering {
        private var answers: [(name: String, value: [UInt8])] = []
        private var hidden: [(name: String, value: [UInt8])] = []

        func answer(_ name: String) -> [UInt8]? { answers.first { $0.name == name }?.value }

        mutating func add(_ name: String, _ body: [UInt8]) { answers.append((name, body)) }

        mutating func hide(_ what: String, because why: String) { hidden.append((what, CloudPayload.text(why))) }

        var payload: [UInt8] {
            CloudPayload.object(answers + (hidden.isEmpty ? [] : [("hidden", CloudPayload.object(hidden))]))
        }
    }

    /// A list that is refused is one that is not shown to this credential; everything else is a fault.
    private func gather(
        _ gathering: inout Gathering, _ name: String, _ what: String,
        _ read: (CloudReader) async throws(SourceFault) -> [UInt8]
    ) async throws(SourceFault) {
        do throws(SourceFault) {
            gathering.add(name, try await read(self))
        } catch .remote(let error) {
            guard let why = error.refusal else { throw .remote(error) }
            if case .unauthorized = error {
                // One that was revoked meanwhile is not taken anywhere.
                let answer = try await get(address.api, what: "the repository \(address.fullName)")
                if answer.status == 401 { throw .remote(error) }
            }
            gathering.hide(what, because: why)
        }
    }

    private static func whole(_ payload: [UInt8]) -> RemotePage { RemotePage(payload: payload, following: []) }
}

extension RemoteError {
    /// Why something is not shown, for a part that an import can do without.
    var refusal: String? {
        switch self {
        case .forbidden, .notFound: "\(self)"
        case .unauthorized: CloudRefusal.words(status: 401, scopes: [])
        default: nil
        }
    }
}
