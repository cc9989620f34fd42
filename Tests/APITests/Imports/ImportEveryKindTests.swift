import Model
import Testing

/// What every kind of import has in common once it was asked for: status, report, cancel and retry.
@Suite struct ImportEveryKindTests {
    private func cancel(_ contract: BitbucketContract, _ project: Int64, _ token: String?) async throws -> Reply {
        try await contract.api.post("/projects/\(project)/import/cancel", "{}", token: token)
    }

    @Test func everyKindOfImportCanBeCanceled() async throws {
        try await BitbucketContract.with { contract in
            let server = try await contract.startServer()
            let cloud = try await contract.startCloud(["new_name": quoted("cloud")])
            for started in [server, cloud] {
                let reply = try await cancel(contract, started.id, APIServer.rootToken)
                #expect(reply.status == 200)
                #expect(reply.text == started.text.replacing("scheduled", with: "canceled"))
                let again = try await cancel(contract, started.id, APIServer.rootToken)
                #expect(again.status == 400)
                #expect(again.text == #"{"message":"The import cannot be canceled because it is canceled"}"#)
                // GitLab's own call is about GitHub.
                let gitHub = try await contract.api.post("/import/github/cancel", "{\"project_id\":\(started.id)}")
                #expect(gitHub.status == 404)
                let report = try await contract.api.get("/projects/\(started.id)/import/report")
                #expect(report.status == 200 && report.text.contains("canceled"))
            }
        }
    }

    @Test func anImportFromGitHubIsCanceledByItsPath() async throws {
        try await ImportContract.with { contract in
            let started = try await contract.start()
            let reply = try await contract.api.post("/projects/space%2Frocket/import/cancel", "{}")
            #expect(reply.status == 200)
            #expect(reply.text == started.text.replacing("scheduled", with: "canceled"))
        }
    }

    @Test func onlyAnOwnerCancels() async throws {
        try await BitbucketContract.with { contract in
            let (maintainer, stranger) = (try await contract.api.person("ada"), try await contract.api.person("bob"))
            try await contract.api.join("/groups/space", maintainer, as: .maintainer)
            let open = try await contract.startServer().id
            let closed = try await contract.startServer(["target_namespace": quoted("new")]).id
            let own = try await contract.api.project("own", in: "space", .public)
            let cases: [(project: Int64, token: String?, status: Int, message: String)] = [
                (open, nil, 401, "401 Unauthorized"), (open, maintainer.token, 403, "Unauthorized access"),
                (open, stranger.token, 403, "Unauthorized access"),
                (closed, stranger.token, 404, "404 Project Not Found"),
                (4711, APIServer.rootToken, 404, "404 Project Not Found"),
                (own, APIServer.rootToken, 404, "404 Import Not Found"),
            ]
            for (project, token, status, message) in cases {
                let reply = try await cancel(contract, project, token)
                #expect(reply.status == status)
                #expect(reply.text == "{\"message\":\"\(message)\"}")
            }
        }
    }

    @Test func aRetryTakesTheCredentialOfItsKind() async throws {
        try await BitbucketContract.with { contract in
            let server = try await contract.startServer().id
            let cloud = try await contract.startCloud(["new_name": quoted("cloud")]).id
            let pending = #"{"message":"The import cannot be retried because it is scheduled"}"#
            let cases: [(project: Int64, body: String, text: String)] = [
                (
                    server, #"{"personal_access_token":"x"}"#,
                    #"{"error":"bitbucket_server_username is missing, bitbucket_server_username is empty"}"#
                ),
                (
                    server, #"{"personal_access_token":"x","bitbucket_server_username":"a:b"}"#,
                    #"{"message":"bitbucket_server_username cannot be sent"}"#
                ),
                (server, #"{"personal_access_token":"x","bitbucket_server_username":"a"}"#, pending),
                (
                    cloud, #"{"personal_access_token":"x"}"#,
                    #"{"error":"bitbucket_app_password, bitbucket_api_token are missing, at least one parameter must be provided"}"#
                ),
                (cloud, #"{"bitbucket_email":"a@b","bitbucket_api_token":"x"}"#, pending),
                (cloud, #"{"bitbucket_username":"a","bitbucket_app_password":"x"}"#, pending),
            ]
            for (project, body, text) in cases {
                let reply = try await contract.api.post("/projects/\(project)/import/retry", body)
                #expect(reply.status == 400)
                #expect(reply.text == text)
            }
        }
    }
}
