import StandIns
import Testing

/// What arrives is what the source has, as a client reads it.
@Suite(.timeLimit(.minutes(5))) struct TruthTests {
    @Test func everythingOfTheSampleArrivesAsItIs() async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                source.addAttachments()
                _ = try await ServerProcess.run(data: folder + "/data") { server in
                    let project = try await server.startImport(
                        of: "harbour-lights/lantern", from: source, into: "harbour")
                    let end = try await server.wait(for: ["finished", "failed"], project: project)
                    #expect(end.status == "finished", "\(end.error ?? "")")
                    try await compareWithTruth(
                        "harbour/lantern", on: server, "harbour-lights/lantern", of: source, in: folder)
                }
            }
        }
    }

    @Test func everyGistIsASnippetOrNamedInTheReport() async throws {
        var configuration = StandInConfiguration()
        configuration.gists = SampleGist.samples
        try await withFolder { folder in
            try await withStandInGitHub(.lantern(), configuration: configuration) { source in
                _ = try await ServerProcess.run(data: folder + "/data") { server in
                    let end = try await server.importGists(from: source)
                    #expect(["finished", "failed"].contains(end.status))
                    try await compareGists(on: server, of: source, in: folder)
                }
            }
        }
    }
}
