import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Synchronization
import Testing

@testable import RemoteBitbucketServer

@Suite("Reading Bitbucket Server")
struct ReadingTests {
    private func value(_ name: String, of url: OutboundURL) -> Int {
        let item = (url.query ?? "").split(separator: "&").first { $0.hasPrefix("\(name)=") }
        return item.flatMap { Int($0.dropFirst(name.count + 1)) } ?? 0
    }

    private static let first = BitbucketServerCursor.beginning.cursor

    @Test("the list of pull requests goes on where the server says, and not where it would be reckoned")
    func paging() async throws {
        let transport = ScriptedTransport { [value] url in
            switch value("start", url) {
            case 0: (200, Payloads.page([Payloads.pull(1, version: 1)], next: 7))
            case 7: (200, Payloads.page([Payloads.pull(2), Payloads.pull(3, state: "MERGED")], start: 7))
            default: (500, "")
            }
        }
        let remote = try Samples.remote(transport)
        let first = try await remote.page(of: .pullRequests, at: Self.first)
        #expect(first.following.count == 1 && first.beginnings[.timelines]?.count == 1)
        let second = try await remote.page(of: .pullRequests, at: try #require(first.following.first))
        #expect(second.following.isEmpty && second.beginnings[.timelines]?.count == 1)
        #expect(transport.requests.allSatisfy { $0.contains("state=ALL&order=OLDEST") })
        #expect(transport.requests[1].contains("start=7&"))
        #expect(await remote.sourceClock()?.millisecondsSinceEpoch == 1_600_000_000_000)
    }

    @Test("a repository that is there and shows no list of pull requests hides it; it does not have none")
    func hiddenList() async throws {
        func error(_ repository: Int) async throws -> RemoteError? {
            let remote = try Samples.remote(
                ScriptedTransport { url in url.path.hasSuffix("/repos/lamp") ? (repository, "{}") : (404, "{}") })
            return await #expect(throws: RemoteError.self) {
                _ = try await remote.page(of: .pullRequests, at: Self.first)
            }
        }
        let what = "a page of the pull requests of LAMP/lamp"
        #expect(try await error(200) == .forbidden(what: what))
        #expect(try await error(404) == .notFound(what: what))
    }

    @Test("somebody who moves between pages of the roles while they are read is not lost")
    func moving() async throws {
        let readings = Mutex(0)
        let transport = ScriptedTransport { [value] url in
            guard url.path.hasSuffix("/repos/lamp/permissions/users") else { return (200, Payloads.page([])) }
            let start = value("start", url)
            let reading = readings.withLock { count in
                if start == 0 { count += 1 }
                return count
            }
            // In the first reading the second row has moved to the first page after that was read.
            let names = start == 0 ? ["ada"] : reading == 1 ? ["cy"] : ["bo", "cy"]
            let rows = names.map { #"{"user":\#(Payloads.user($0)),"permission":"REPO_WRITE"}"# }
            return (200, Payloads.page(rows, start: start, next: start == 0 ? 1 : nil))
        }
        let remote = try Samples.remote(transport)
        let page = try await remote.page(of: .collaborators, at: BitbucketServerCursor.collaborators.cursor)
        #expect(try remote.map(page.payload, of: .collaborators).drafts.count == 3)
        #expect(readings.withLock { $0 } == 3)
    }

    @Test("a list that leads back or stays where it is ends", arguments: [0, 5, -1])
    func loops(_ next: Int) async throws {
        let remote = try Samples.remote(ScriptedTransport { _ in (200, Payloads.page([], start: 5, next: next)) })
        let cursor = BitbucketServerCursor.pullRequests(start: 5, page: 1).cursor
        #expect(try await remote.page(of: .pullRequests, at: cursor).following.isEmpty)
        let activities = try await remote.page(
            of: .timelines, at: BitbucketServerCursor.activities(number: 12, state: "x").cursor)
        #expect(activities.following.isEmpty)
    }

    @Test("all activities of a pull request are one page, from as many answers as there are")
    func activities() async throws {
        let transport = ScriptedTransport { [value] url in
            value("start", url) == 0
                ? (200, Payloads.page([Payloads.activity(9, "MERGED", at: 9000)], next: 1))
                : (200, Payloads.page([Payloads.activity(8, "OPENED"), Payloads.activity(7, "APPROVED")], start: 1))
        }
        let remote = try Samples.remote(transport)
        let page = try await remote.page(
            of: .timelines, at: BitbucketServerCursor.activities(number: 12, state: "x").cursor)
        let mapped = try remote.map(page.payload, of: .timelines)
        #expect(mapped.events.count == 1 && mapped.reviews.count == 1 && mapped.exceptions.isEmpty)
        #expect(
            transport.requests[0]
                == "/rest/api/latest/projects/LAMP/repos/lamp/pull-requests/12/activities?start=0&limit=500")
        #expect(transport.requests.count == 2)
    }

    @Test("where the server gives up, smaller pages are asked for, and a row that will not come is set aside")
    func shrinking() async throws {
        let rows = 6
        let transport = ScriptedTransport { [value] url throws(SourceFault) in
            let (start, limit) = (value("start", url), value("limit", url))
            let range = start..<min(rows, start + limit)
            if range.contains(2) { throw .tooHeavy("the source answered with status 502") }
            let values = range.map { Payloads.pull($0 + 1) }
            return (200, Payloads.page(values, start: start, next: range.upperBound < rows ? range.upperBound : nil))
        }
        let remote = try Samples.remote(transport)
        var cursor: Cursor? = Self.first
        var whole = MappedPage()
        while let next = cursor {
            let page = try await remote.page(of: .pullRequests, at: next)
            whole.append(try remote.map(page.payload, of: .pullRequests))
            cursor = page.following.first
        }
        #expect(whole.mergeRequests.map(\.number) == [1, 2, 4, 5, 6])
        #expect(whole.exceptions.map(\.sourceKey) == ["row 2 of pull_requests"])
        #expect(whole.said[.pullRequest] == 6)
    }

    @Test("a missing right is told from a refused credential")
    func refusals() async throws {
        func error(_ status: Int, _ body: String, repository: Int = 200) async throws -> RemoteError? {
            let remote = try Samples.remote(
                ScriptedTransport { url in
                    url.path.hasSuffix("/repos/lamp") ? (repository, "{}") : (status, body)
                })
            do {
                _ = try await remote.page(of: .pullRequests, at: Self.first)
                return nil
            } catch {
                return error
            }
        }
        let what = "a page of the pull requests of LAMP/lamp"
        #expect(try await error(401, Samples.refusal("AuthorisationException")) == .forbidden(what: what))
        #expect(try await error(403, Samples.refusal("AuthorisationException")) == .forbidden(what: what))
        let refused = RemoteError.unauthorized(host: "git.example.com")
        #expect(try await error(401, Samples.refusal("auth.IncorrectPasswordAuthenticationException")) == refused)
        #expect(try await error(401, Samples.refusal("auth.NoAccessAuthenticationException")) == refused)
        #expect(try await error(401, "<html>") == .forbidden(what: what))
        #expect(try await error(401, "<html>", repository: 401) == refused)
    }

    @Test("lists that the account may not see are said to be hidden, and the others are read")
    func hiddenLists() async throws {
        let transport = ScriptedTransport { url in
            if url.path.contains("/repos/") {
                return url.path.hasSuffix("users")
                    ? (200, Payloads.page([#"{"user":\#(Payloads.user("ada")),"permission":"REPO_ADMIN"}"#]))
                    : (404, "{}")
            }
            return (401, Samples.refusal("AuthorisationException"))
        }
        let remote = try Samples.remote(transport)
        let page = try await remote.page(of: .collaborators, at: BitbucketServerCursor.collaborators.cursor)
        let mapped = try remote.map(page.payload, of: .collaborators)
        #expect(mapped.collaborators.count == 1)
        #expect(mapped.exceptions.map(\.sourceKey) == ["hidden:groups", "hidden:projectUsers", "hidden:projectGroups"])
        #expect(transport.requests.count == 4)
    }

    @Test("a personal project has no permissions of its own")
    func personal() async throws {
        let transport = ScriptedTransport { _ in (200, Payloads.page([])) }
        let remote = try Samples.remote(transport, name: "~ada/lamp")
        _ = try await remote.page(of: .collaborators, at: BitbucketServerCursor.collaborators.cursor)
        #expect(transport.requests.count == 2)
        #expect(transport.requests[0].hasPrefix("/rest/api/latest/projects/~ada/repos/lamp/permissions/users?"))
    }

    @Test("the branching model is asked for only where a rule speaks of it")
    func protection() async throws {
        func asked(_ kind: String) async throws -> [String] {
            let rule = #"{"id":1,"type":"no-deletes","matcher":{"id":"development","type":{"id":"\#(kind)"}}}"#
            let transport = ScriptedTransport { url in
                if url.path.contains("branch-permissions") { return (200, Payloads.page([rule])) }
                if url.path.contains("branchmodel") { return (200, #"{"development":{"useDefault":true}}"#) }
                if url.path.hasSuffix("default-branch") { return (200, #"{"id":"refs/heads/main"}"#) }
                return (404, "{}")
            }
            let remote = try Samples.remote(transport)
            let page = try await remote.page(of: .protection, at: BitbucketServerCursor.protection.cursor)
            let names = try remote.map(page.payload, of: .protection).branches.map(\.name)
            #expect(names == [kind == "BRANCH" ? "development" : "main"])
            return transport.requests.filter { $0.contains("branchmodel") }
        }
        #expect(try await asked("BRANCH").isEmpty)
        #expect(try await asked("MODEL_BRANCH").count == 1)
    }

    @Test("what is left behind is counted where one list tells, and named where none does")
    func leftBehind() async throws {
        let remote = try Samples.remote(
            ScriptedTransport { url in
                if url.path.hasSuffix("/forks") { return (200, Payloads.page(["{}", "{}"])) }
                return url.path.hasSuffix("/webhooks") ? (401, Samples.refusal("AuthorisationException")) : (404, "{}")
            })
        let left = try await remote.reader.leftBehind()
        #expect(
            left.map(\.kind) == [.fork, .webhook, .deployKey, .buildStatus, .codeReport, .jiraLink, .commitComment])
        #expect(left.map(\.count) == [2, nil, 0, nil, nil, nil, nil])
    }

    @Test("cursors are read back as they were written; others are refused")
    func cursors() throws {
        let all: [BitbucketServerCursor] = [
            .pullRequests(start: 500, page: 1), .activities(number: 12, state: "OPEN.1.2.-.3"), .collaborators,
            .protection,
        ]
        for one in all { #expect(try BitbucketServerCursor(one.cursor) == one) }
        for text in ["", "pull-requests x 1", "pull-requests -1 0", "activities", "list 1 2"] {
            #expect(throws: RemoteError.self) { try BitbucketServerCursor(Cursor(rawValue: text)) }
        }
    }
}
