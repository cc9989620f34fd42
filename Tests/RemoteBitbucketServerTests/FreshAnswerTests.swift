import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteBitbucketServer

@Suite("What a probe was told the import does not ask for again")
struct FreshAnswerTests {
    private func transport() -> ScriptedTransport {
        ScriptedTransport { url in
            if url.path.hasSuffix("/default-branch") { return (200, #"{"id":"refs/heads/main","displayId":"main"}"#) }
            if url.path.hasSuffix("/settings/pull-requests") { return (200, #"{"requiredApprovers":2}"#) }
            if url.path.hasSuffix("/default-reviewers/latest/projects/LAMP/repos/lamp/conditions") {
                return (200, "[]")
            }
            return url.path.hasSuffix("/repos/lamp") ? (200, Payloads.repository()) : (200, Payloads.page([]))
        }
    }

    private func reader(
        _ transport: ScriptedTransport, _ answers: BitbucketServerFreshAnswers, account: String = "ada"
    ) throws -> BitbucketServerReader {
        BitbucketServerReader(
            transport: transport, place: try Samples.place("LAMP/lamp"),
            freshAnswers: BitbucketServerFreshAnswers.View(answers: answers, account: account))
    }

    @Test("the settings and the default branch are asked for once for a probe and its import")
    func once() async throws {
        let (transport, answers) = (transport(), BitbucketServerFreshAnswers())
        let facts = try await reader(transport, answers).facts()
        #expect(facts.defaultBranch == "main")
        let page = try await reader(transport, answers).protection()
        #expect(transport.requests.count { $0.hasSuffix("/default-branch") } == 1)
        #expect(transport.requests.count { $0.hasSuffix("/settings/pull-requests") } == 1)
        let mapped = try BitbucketServerProtection.map(page.payload, at: try Samples.place("LAMP/lamp"))
        #expect(mapped.exceptions.map(\.reason) == ["2 must approve a pull request before it is merged"])
    }

    @Test("nobody is given what another account was told, and a second import asks anew")
    func others() async throws {
        let (transport, answers) = (transport(), BitbucketServerFreshAnswers())
        _ = try await reader(transport, answers).facts()
        for account in ["bo", "ada", "ada"] {
            _ = try await reader(transport, answers, account: account).protection()
        }
        #expect(transport.requests.count { $0.hasSuffix("/default-branch") } == 3)
        #expect(transport.requests.count { $0.hasSuffix("/settings/pull-requests") } == 3)
    }
}
