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
                    try await aLossIsSeen(on: server, of: source, in: folder)
                }
            }
        }
    }

    /// Whatever the source has more, or otherwise, than was imported must be among the differences.
    private func aLossIsSeen(on server: ServerProcess, of source: StandInGitHub, in folder: String) async throws {
        source.change("harbour-lights/lantern") { project in
            project.issues[0].reactions.append(SampleReaction(.rocket, by: "mira-keel"))
            project.issues[0].events.removeLast()
            project.releases[1].assets[0].content += "\n"
            project.commitComments[1].line = 2
            project.settings.tagPatterns.append("lost-*")
            project.settings.others.hooks = 0
        }
        let result = try await findDifferences(
            "harbour/lantern", on: server, "harbour-lights/lantern", of: source, in: folder)
        #expect(!result.isSuccess)
        let lines = result.output.split(separator: "\n").filter { $0.hasPrefix("DIFFERENT") }
        let expected = [
            "reaction on issue 1", "state event issue 1", "asset lantern-1.0.0.txt: sha256",
            "commit comment 50001253: line",
            "protected tag lost-*: is missing", "report webhook all webhook",
        ]
        for difference in expected {
            #expect(lines.contains { $0.contains(difference) }, "\(difference) is not in:\n\(result.output)")
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
