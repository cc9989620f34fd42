import Foundation
import StandIns
import Testing

/// Imports from both Bitbuckets by the library people have scripts in.
@Suite(.timeLimit(.minutes(5))) struct BitbucketClientTests {
    @Test func pythonGitLabImportsFromServerAndCloud() async throws {
        let python = try Places.python()
        try await withFolder { folder in
            try await withStandInBitbucket(face: .server) { server in
                try await withStandInBitbucket(face: .cloud) { cloud in
                    let ended = try await ServerProcess.run(
                        data: folder + "/data",
                        options: ["--bitbucket-cloud-api", cloud.url, "--bitbucket-cloud-web", cloud.webURL]
                    ) { landfall in
                        try await runProgram(
                            python, [Places.clients.appending(path: "python_gitlab_bitbucket.py").path],
                            environment: environment(landfall, server, cloud), in: folder)
                    }
                    let result = ended.result
                    #expect(result.isSuccess, "\(result.output)\(result.error)\(ended.log)")
                    #expect(result.output.components(separatedBy: "\nok ").count == 5, "\(result.output)")
                }
            }
        }
    }

    private func environment(
        _ landfall: ServerProcess, _ server: StandInBitbucket, _ cloud: StandInBitbucket
    ) -> [String: String] {
        let (here, there) = (server.project, cloud.project)
        return [
            "LANDFALL_URL": landfall.url, "LANDFALL_TOKEN": ServerProcess.token, "SERVER_URL": server.url,
            "SERVER_USER": BitbucketAccount.keeper.user, "SERVER_TOKEN": BitbucketAccount.keeper.secret,
            "SERVER_REPOSITORY": "\(here.key)/\(here.slug)", "SERVER_PULLS": "\(here.pullRequests.count)",
            "CLOUD_USER": BitbucketAccount.cloudKeeper.user, "CLOUD_TOKEN": BitbucketAccount.cloudKeeper.secret,
            "CLOUD_REPOSITORY": "\(there.workspace)/\(there.slug)", "CLOUD_PULLS": "\(there.pullRequests.count)",
        ]
    }
}
