import Foundation
import Testing

/// A data directory with all that servers on it leave behind, and a watch over it.
struct SecretPlace: Sendable {
    let folder: String
    let watch = SecretWatch()
    private let needles: Needles
    private let own: Needles

    init(_ folder: String, needles: Needles, own: Needles) throws {
        self.folder = folder
        self.needles = needles
        self.own = own
        try FileManager.default.createDirectory(atPath: folder + "/tmp", withIntermediateDirectories: true)
    }

    /// Runs a server that says all it can say, and watches it. Its log lies in the folder.
    func serve<Result: Sendable>(
        options: [String] = [], _ body: @Sendable (ServerProcess) async throws -> Result
    ) async throws -> Result {
        try await watch.during(folder, needles, own: own) {
            try await ServerProcess.run(
                data: folder + "/data", options: ["--log-level", "trace"] + options,
                environment: ["TMPDIR": folder + "/tmp"], body
            ).result
        }
    }

    func look(at text: String, _ place: String) {
        watch.look(at: text, place, needles + own)
    }

    /// Reads what the API shows.
    func ask(_ server: ServerProcess, about project: Int) async throws {
        let inside = [
            "", "/import", "/import/report", "/import/report?format=ndjson", "/import/report?format=html", "/issues",
            "/merge_requests", "/issues/1/notes", "/merge_requests/2/discussions", "/labels", "/milestones",
            "/releases",
            "/members/all", "/protected_branches", "/repository/branches", "/repository/commits", "/audit_events",
        ]
        let paths =
            inside.map { "/projects/\(project)\($0)" } + [
                "/user", "/users", "/projects", "/groups", "/groups/harbour/source_users",
                "/groups/harbour/audit_events",
                "/audit_events?per_page=100", "/personal_access_tokens", "/import/github/gists", "/snippets",
                "/snippets/all", "/version", "/-/metrics", "/-/health", "/-/readiness",
            ]
        for path in paths { look(at: try await server.call("GET", path).text, "the answer of \(path)") }
    }

    /// Expects that nothing was found until now, and that nothing is found in the store's values either.
    /// - Parameter count: how many credentials are sealed.
    func expectNothing(sealed count: Int) async throws {
        #expect(watch.findings == [])
        #expect(watch.fileCount > 10)
        let texts = (needles + own).forms.map { String(decoding: $0.bytes, as: UTF8.self) }
        let input = try JSONEncoder().encode(texts)
        let list = folder + "-needles"
        try input.write(to: URL(fileURLWithPath: list))
        defer { try? FileManager.default.removeItem(atPath: list) }
        let script = Places.clients.appending(path: "find_secrets.py").path
        let found = try await runProgram(
            "/bin/sh",
            [
                "-c", "exec \"$0\" \"$1\" \"$2\" < \"$3\"", try Places.python(), script,
                folder + "/data/landfall.sqlite", list,
            ])
        #expect(found.isSuccess && !found.output.contains("HIT"), "\(found.output)\(found.error)")
        let check = try await runProgram(try Places.landfall(), ["key", "check", "--data", folder + "/data"])
        #expect(
            check.output.contains("\(count) sealed credentials, \(count) of them open"), "\(check.output)\(check.error)"
        )
        let key = try String(contentsOfFile: folder + "/data/sealing.key", encoding: .utf8)
        let hex = key.trimmingCharacters(in: .newlines)
        let keyWatch = SecretWatch()
        for file in try FileManager.default.subpathsOfDirectory(atPath: folder) where !file.hasSuffix("sealing.key") {
            let data = (try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))) ?? Data()
            keyWatch.look(at: data, "the file \(file)", Needles("the sealing key", hex))
        }
        #expect(keyWatch.findings == [])
    }
}
