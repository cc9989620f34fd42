import Foundation
import Importer
import Model
import StandIns
import Store
import Testing

/// A source whose batch answers lead elsewhere.
struct HostileLFSTests {
    private static let name = "harbour-lights/horn"
    private static let file = SampleLargeFile(path: "a.bin", content: Array("loud".utf8))

    private static func project() -> SampleProject {
        var project = SampleProject(owner: "harbour-lights", name: "horn", id: 720_901)
        project.addUser(SampleUser(login: "mira-keel", name: "Mira Keel"))
        project.addLargeFiles([file], branch: "sounds", by: "mira-keel")
        return project
    }

    private func work(answering body: @escaping @Sendable (StandInGitHub) -> String) async throws -> (
        ImportReport, [StandInRequest]
    ) {
        try await withStandInGitHub(Self.project()) { source in
            source.inject(
                StandInFault(
                    path: "objects/batch", method: "POST",
                    kind: .status(200, body: body(source), headers: ["content-type": "application/vnd.git-lfs+json"]),
                    count: nil))
            return try await Engine.with(source) { engine in
                let report = try await engine.work(on: try await engine.accept(Self.name))
                return (report, source.requests)
            }
        }
    }

    private static func answer(_ href: String, header: String = "{}") -> String {
        """
        {"objects":[{"oid":"\(file.oid)","size":4,"actions":{"download":{"href":"\(href)","header":\(header)}}}]}
        """
    }

    @Test(arguments: [
        "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/a", "http://[fd00::1]/a", "file:///etc/passwd",
        "gopher://example.org/", "//", "http://0x7f000001:1/",
    ])
    func anAddressInsideIsNotAskedAndTheObjectIsListed(href: String) async throws {
        let (report, _) = try await work { _ in Self.answer(href) }
        #expect(report.record.status == .finished)
        let entry = try #require(report.entries.first { $0.kind == .lfsObject })
        #expect(entry.imported == 0 && entry.failed == 1)
    }

    @Test func whatIsNestedWithoutEndIsNotRead() async throws {
        let (report, _) = try await work { _ in
            "{\"objects\":\(String(repeating: "[", count: 2_000))\(String(repeating: "]", count: 2_000))}"
        }
        let entry = try #require(report.entries.first { $0.kind == .lfsObject })
        #expect(report.record.status == .finished && entry.failed == 1)
    }

    @Test func fieldsOfTheAnswerCannotForgeTheRequest() async throws {
        let header = """
            {"X-Store-Key":"opens-the-store\\r\\nX-Forged: 1","Host":"inside.example","Content-Length":"7","A B":"c",
            "Transfer-Encoding":"chunked"}
            """
        let (report, requests) = try await work { source in
            Self.answer("\(source.url)/large-files/720901/\(Self.file.oid)", header: header)
        }
        // The store is asked, at its own name, and refuses a key that is not its own.
        #expect(report.record.status == .finished)
        #expect(requests.contains { $0.path.contains("/large-files/") })
        let entry = try #require(report.entries.first { $0.kind == .lfsObject })
        #expect(entry.imported == 0 && entry.failed == 1)
    }
}
