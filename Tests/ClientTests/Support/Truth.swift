import Foundation
import StandIns
import Testing

/// What the stand-in holds, as the scripts read it.
struct TruthDocument: Encodable {
    let truth: SampleTruth
    /// The diffs shown above review comments, by the comments' ids.
    let hunks: [String: String]

    init(_ project: String, of source: StandInGitHub) throws {
        let truth = try #require(source.truth(project))
        self.truth = truth
        hunks = Dictionary(
            truth.reviewComments.compactMap { comment in
                source.diffHunk(project, reviewComment: comment).map { ("\(comment.id)", $0) }
            }
        ) { first, _ in first }
    }

    /// The numbers a client should find.
    var counts: [String: String] {
        let texts = truth.reviews.count { !$0.body.isEmpty }
        return [
            "ISSUES": "\(truth.counts.issues)", "PULLS": "\(truth.counts.pullRequests)",
            "LABELS": "\(truth.counts.labels)", "MILESTONES": "\(truth.counts.milestones)",
            "RELEASES": "\(truth.counts.releases)",
            "COMMENTS": "\(truth.counts.comments + truth.counts.reviewComments + texts)",
        ]
    }
}

/// Expects the imported project to be what its source has, field by field.
func compareWithTruth(
    _ path: String, on server: ServerProcess, _ project: String, of source: StandInGitHub, in folder: String
) async throws {
    let result = try await findDifferences(path, on: server, project, of: source, in: folder)
    #expect(result.isSuccess, "\(result.output)\n\(result.error)")
    #expect(result.output.contains(" objects, 0 differences"))
}

/// Compares the imported project with its source, field by field, through python-gitlab and git.
func findDifferences(
    _ path: String, on server: ServerProcess, _ project: String, of source: StandInGitHub, in folder: String
) async throws -> ProgramResult {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    let file = "\(folder)/truth.json"
    try encoder.encode(try TruthDocument(project, of: source)).write(to: URL(fileURLWithPath: file))
    return try await runProgram(
        try Places.python(),
        [
            Places.clients.appending(path: "compare_truth.py").path, "--url", server.url, "--project", path,
            "--truth", file, "--format", "standin", "--origin", source.url,
        ], environment: ["LANDFALL_TOKEN": ServerProcess.token])
}

/// Compares the snippets with the gists they were, through python-gitlab and git.
func compareGists(on server: ServerProcess, of source: StandInGitHub, in folder: String) async throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    let file = "\(folder)/gists.json"
    try encoder.encode(source.configuration.gists).write(to: URL(fileURLWithPath: file))
    let result = try await runProgram(
        try Places.python(),
        [
            Places.clients.appending(path: "compare_gists.py").path, "--url", server.url, "--truth", file, "--origin",
            source.url,
        ], environment: ["LANDFALL_TOKEN": ServerProcess.token], in: folder)
    #expect(result.isSuccess, "\(result.output)\n\(result.error)")
    #expect(result.output.contains(" objects, 0 differences"))
}
