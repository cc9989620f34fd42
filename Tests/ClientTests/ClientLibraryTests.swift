import Foundation
import StandIns
import Testing

/// The libraries people have scripts in: each imports a project through the Import API and reads all of it back.
@Suite(.timeLimit(.minutes(5))) struct ClientLibraryTests {
    @Test func pythonGitLabImportsAndReadsEverything() async throws {
        try await run(try Places.python(), "python_gitlab.py", steps: 9)
    }

    @Test func rubyGitLabImportsAndReadsEverything() async throws {
        try await run(try Places.program("/usr/bin/ruby"), "ruby_gitlab.rb", steps: 8)
    }

    @Test func gitLabAPIV4OfPerlImportsAndReadsEverything() async throws {
        try await run(try Places.program("/usr/bin/perl"), "gitlab_api_v4.pl", steps: 8)
    }

    private func run(_ interpreter: String, _ script: String, steps: Int) async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                let document = try TruthDocument("harbour-lights/lantern", of: source)
                let ended = try await ServerProcess.run(data: folder + "/data") { server in
                    let environment = [
                        "LANDFALL_URL": server.url, "LANDFALL_TOKEN": ServerProcess.token, "SOURCE_URL": source.url,
                        "SOURCE_TOKEN": StandInToken.owner.value, "SOURCE_ID": "\(document.truth.repository.id)",
                    ]
                    return try await runProgram(
                        interpreter, [Places.clients.appending(path: script).path],
                        environment: environment.merging(document.counts) { first, _ in first }, in: folder)
                }
                let result = ended.result
                #expect(result.isSuccess, "\(result.output)\(result.error)\(ended.log)")
                #expect(result.output.components(separatedBy: "\nok ").count == steps, "\(result.output)")
            }
        }
    }
}
