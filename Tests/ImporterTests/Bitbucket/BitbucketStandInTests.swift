import Foundation
import FoundationNetworking
import StandIns
import Testing

/// The stand-in Bitbuckets, on a socket: what the other tests rely on.
struct BitbucketStandInTests {
    private static let server = "/rest/api/latest/projects/HARBOR/repos/beacon"
    private static let cloud = "/repositories/harbor/beacon"

    @Test(arguments: [false, true]) func aServersListsEndAtTheLastRow(isSparse: Bool) async throws {
        var configuration = BitbucketConfiguration()
        configuration.hasSparsePages = isSparse
        try await withStandInBitbucket(face: .server, configuration: configuration) { source in
            var numbers: [Int] = []
            var start: Int? = 0
            while let place = start {
                let page = try await answer(
                    source, "\(Self.server)/pull-requests?state=ALL&limit=4&start=\(place)", as: .keeper
                ).json
                numbers += (page["values"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? Int }
                start = page["nextPageStart"] as? Int
                #expect((page["isLastPage"] as? Bool) == (start == nil))
                if let start { #expect((start == place + 4) != isSparse) }
            }
            #expect(numbers == source.project.pullRequests.map(\.number).reversed())
        }
    }

    @Test func cloudAnswersWithTheFieldsAskedForAndRefusesLongPages() async throws {
        try await withStandInBitbucket(face: .cloud) { source in
            let list = "\(Self.cloud)/pullrequests?state=OPEN"
            let plain = try await first(source, list)
            #expect(plain["participants"] == nil && plain["links"] != nil)
            let more = try await first(source, "\(list)&fields=%2Bvalues.participants,-values.links")
            #expect(more["participants"] != nil && more["links"] == nil && more["title"] != nil)
            #expect(try await first(source, "\(list)&fields=values.id,next").count == 1)
            let long = try await answer(source, "\(list)&pagelen=51", as: .cloudKeeper)
            #expect(long.status == 400)
        }
    }

    @Test func cloudNamesTheScopeATokenLacksAndSaysInPlainTextThatNothingIsLeft() async throws {
        var configuration = BitbucketConfiguration()
        configuration.requestLimit = 1
        try await withStandInBitbucket(face: .cloud, configuration: configuration) { source in
            let narrow = try await answer(source, "\(Self.cloud)/pullrequests", as: .cloudNarrow)
            #expect(narrow.status == 403 && narrow.text.contains(#""required":["read:pullrequest:bitbucket"]"#))
            #expect(try await answer(source, Self.cloud, as: .cloudKeeper).status == 200)
            let limited = try await answer(source, Self.cloud, as: .cloudKeeper)
            #expect(limited.status == 429 && limited.type == "text/plain")
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func gitGivesHiddenCommitsByNameAndRefusesLostOnes(at face: StandInBitbucket.Face) async throws {
        try await withStandInBitbucket(face: face) { source in
            let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-git-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = face == .server ? "/scm/harbor/beacon.git" : "/harbor/beacon.git"
            let user = face == .server ? "mira" : "x-bitbucket-api-token-auth"
            let secret = face == .server ? BitbucketAccount.keeper.token ?? "" : BitbucketAccount.cloudKeeper.secret
            let url = (source.webURL + path).replacing("http://", with: "http://\(user):\(secret)@")
            _ = try await Processes.output("git", ["clone", "--quiet", "--bare", url, folder.path])
            for pull in source.project.pullRequests {
                let head = source.head(of: pull)
                _ = try await Processes.output("git", ["-C", folder.path, "fetch", "--quiet", url, head])
                let type = try await Processes.output("git", ["-C", folder.path, "cat-file", "-t", head])
                #expect((type == "commit\n") == (pull.lostHead == nil), "\(pull.number)")
            }
        }
    }

    private func first(_ source: StandInBitbucket, _ path: String) async throws -> [String: Any] {
        let values = try await answer(source, path, as: .cloudKeeper).json["values"] as? [[String: Any]]
        return try #require(values?.first)
    }

    private struct Answer {
        let status: Int
        let type: String?
        let data: Data

        var text: String { String(decoding: data, as: UTF8.self) }
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: data) as? [String: Any]) ?? [:] }
    }

    private func answer(
        _ source: StandInBitbucket, _ path: String, as account: BitbucketAccount
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: source.url + path)))
        let pair = Data("\(account.user):\(account.secret)".utf8).base64EncodedString()
        request.setValue("Basic \(pair)", forHTTPHeaderField: "Authorization")
        let (data, response) = try await URLSession.shared.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        return Answer(
            status: http.statusCode, type: http.value(forHTTPHeaderField: "Content-Type"), data: data)
    }
}
