import Foundation
import StandIns
import Testing

/// git itself, with a token as the password.
@Suite(.timeLimit(.minutes(5))) struct GitClientTests {
    @Test func gitClonesFetchesAndIsToldWhyItMayNotPush() async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                _ = try await ServerProcess.run(data: folder + "/data") { server in
                    let project = try await server.startImport(
                        of: "harbour-lights/lantern", from: source, into: "harbour", visibility: "private")
                    let end = try await server.wait(for: ["finished", "failed"], project: project)
                    #expect(end.status == "finished", "\(end.error ?? "")")
                    try await cloneAndFetch(server, source, folder)
                    try await push(server, folder)
                    try await strangers(server, folder)
                }
            }
        }
    }

    private func address(_ server: ServerProcess, password: String = ServerProcess.token) -> String {
        "http://root:\(password)@\(server.url.dropFirst("http://".count))/harbour/lantern.git"
    }

    private func cloneAndFetch(_ server: ServerProcess, _ source: StandInGitHub, _ folder: String) async throws {
        let there = try await git(["ls-remote", "\(source.url)/harbour-lights/lantern.git"], folder)
        let here = try await git(["ls-remote", address(server)], folder)
        let renamed = there.replacing(try Regex("refs/pull/"), with: "refs/merge-requests/")
        let expected = renamed.split(separator: "\n").filter { !$0.hasSuffix("/merge") }
        let arrived = Set(here.split(separator: "\n"))
        #expect(expected.allSatisfy { arrived.contains($0) }, "\(there)\n\(here)")

        try await git(["clone", "--quiet", address(server), "whole"], folder)
        let commits = try await git(["-C", "whole", "rev-list", "--count", "HEAD"], folder)
        try await git(["clone", "--quiet", "--depth", "1", address(server), "shallow"], folder)
        #expect(try await git(["-C", "shallow", "rev-list", "--count", "HEAD"], folder) == "1\n")
        try await git(["-C", "shallow", "fetch", "--quiet", "--unshallow"], folder)
        #expect(try await git(["-C", "shallow", "rev-list", "--count", "HEAD"], folder) == commits)
        try await git(["clone", "--quiet", "--filter=blob:none", "--no-checkout", address(server), "partial"], folder)
        try await git(["-C", "partial", "checkout", "--quiet"], folder)
        let heads = "refs/merge-requests/*:refs/merge-requests/*"
        try await git(["-C", "whole", "fetch", "--quiet", "origin", heads], folder)
        let kept = try await git(["-C", "whole", "for-each-ref", "refs/merge-requests"], folder)
        #expect(!kept.isEmpty)
        #expect(try await git(["-C", "whole", "fsck", "--full"], folder).contains("missing") == false)
    }

    private func push(_ server: ServerProcess, _ folder: String) async throws {
        let result = try await runProgram("git", ["-C", "whole", "push", "origin", "HEAD:refs/heads/new"], in: folder)
        #expect(!result.isSuccess)
        #expect(result.error.contains("Landfall") || result.error.contains("read-only"), "\(result.error)")
        let listed = try await git(["ls-remote", address(server), "refs/heads/new"], folder)
        #expect(listed.isEmpty)
    }

    /// The project is private as its group is, though the source is public.
    private func strangers(_ server: ServerProcess, _ folder: String) async throws {
        let refused = try await runProgram("git", ["ls-remote", address(server, password: "glpat-wrong")], in: folder)
        #expect(!refused.isSuccess)
        #expect(refused.error.contains("Authentication failed"), "\(refused.error)")
        let nobody = try await runProgram("git", ["ls-remote", "\(server.url)/harbour/lantern.git"], in: folder)
        #expect(!nobody.isSuccess)
    }

    @discardableResult
    private func git(_ arguments: [String], _ folder: String) async throws -> String {
        let result = try await runProgram("git", arguments, in: folder)
        #expect(result.isSuccess, "git \(arguments.first ?? ""): \(result.error)")
        return result.output
    }
}
