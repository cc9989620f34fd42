import Model
import Outbound
import Remote
import Testing

/// `POST /import/bitbucket` (Cloud): the cases of GitLab's contract, as of 18.10.
@Suite struct ImportBitbucketTests {
    @Test func aRepositoryIsImportedIntoTheGroupThatWasNamed() async throws {
        try await BitbucketContract.with { contract in
            let reply = try await contract.startCloud()
            #expect(reply.status == 201)
            #expect(
                reply.text == """
                    {"id":\(reply.id),"name":"vim","full_path":"/space/vim","full_name":"space / vim",\
                    "refs_url":"/space/vim/refs","import_source":"tes/vim","import_status":"scheduled",\
                    "human_import_status_name":"scheduled","provider_link":"/tes/vim","relation_type":null,\
                    "import_warning":null}
                    """)
            let status = try await contract.api.get("/projects/\(reply.id)/import")
            #expect(status.object["import_type"]?.text == "bitbucket")
            let settings = try await contract.record(reply.id)?.settings
            #expect(settings?.attachmentsImport == true && settings?.collaboratorsImport == true)
            #expect(settings?.timeoutStrategy == .pessimistic && settings?.commitCommentsImport == false)
        }
    }

    @Test func commentsOnCommitsComeFromEitherBitbucketWhereTheyAreChosen() async throws {
        try await BitbucketContract.with { contract in
            let stages = #"{"commit_comments_import":true,"attachments_import":false,"other":[{}]}"#
            for reply in [
                try await contract.startCloud(["optional_stages": stages]),
                try await contract.startServer(["optional_stages": stages, "new_name": quoted("second")]),
            ] {
                #expect(reply.status == 201)
                let settings = try await contract.record(reply.id)?.settings
                #expect(settings?.commitCommentsImport == true && settings?.attachmentsImport == true)
            }
        }
    }

    @Test(
        arguments: [
            ([:], "ada@example.org", "secret"),
            (
                [
                    "bitbucket_email": nil, "bitbucket_api_token": nil, "bitbucket_username": quoted("ada"),
                    "bitbucket_app_password": quoted("old:secret"),
                ], "ada", "old:secret"
            ),
        ] as [([String: String?], String, String)])
    func eitherPairIsTheCredential(changes: [String: String?], user: String, secret: String) async throws {
        try await BitbucketContract.with { contract in
            let given = changes.merging(["repo_path": quoted("tes___vim")]) { _, new in new }
            #expect(try await contract.startCloud(given).status == 201)
            let asked = try #require(contract.source.asked.first)
            #expect(asked.kind == .bitbucket && asked.hostname == nil)
            #expect(asked.repository == .fullName("tes/vim"))
            let credential = AccountCredential(joined: asked.credential)
            #expect(credential?.user == user)
            #expect(credential?.secret.withUnsealed { $0 } == secret)
        }
    }

    private static let place = #""repo_path":"tes/vim","target_namespace":"space""#

    @Test(
        arguments: [
            (
                "{}",
                "repo_path is missing, target_namespace is missing, bitbucket_app_password, bitbucket_api_token are missing, at least one parameter must be provided"
            ),
            (
                "{\(place)}",
                "bitbucket_app_password, bitbucket_api_token are missing, at least one parameter must be provided"
            ),
            (
                "{\(place),\"bitbucket_app_password\":\"x\"}",
                "bitbucket_username, bitbucket_app_password provide all or none of parameters"
            ),
            (
                "{\(place),\"bitbucket_username\":\"x\"}",
                "bitbucket_username, bitbucket_app_password provide all or none of parameters, bitbucket_app_password, bitbucket_api_token are missing, at least one parameter must be provided"
            ),
            (
                "{\(place),\"bitbucket_api_token\":\"x\"}",
                "bitbucket_email, bitbucket_api_token provide all or none of parameters"
            ),
            (
                "{\(place),\"bitbucket_email\":\"x\"}",
                "bitbucket_email, bitbucket_api_token provide all or none of parameters, bitbucket_app_password, bitbucket_api_token are missing, at least one parameter must be provided"
            ),
            (
                "{\(place),\"bitbucket_email\":\"x\",\"bitbucket_api_token\":\"x\",\"bitbucket_username\":\"x\",\"bitbucket_app_password\":\"x\"}",
                "bitbucket_app_password, bitbucket_api_token are mutually exclusive"
            ),
            (
                #"{"repo_path":[1],"bitbucket_email":"x","bitbucket_api_token":"x"}"#,
                "repo_path is invalid, target_namespace is missing"
            ),
        ])
    func parametersThatAreWrongAreNamed(body: String, error: String) async throws {
        try await BitbucketContract.with { contract in
            for path in ["", "/plan"] {
                let reply = try await contract.api.post("/import/bitbucket\(path)", body)
                #expect(reply.status == 400)
                #expect(reply.text == "{\"error\":\(quoted(error))}")
            }
            let anonymous = try await contract.api.post("/import/bitbucket", body, token: nil)
            #expect(anonymous.status == 401)
            #expect(anonymous.text == #"{"message":"401 Unauthorized"}"#)
        }
    }

    @Test func credentialsThatBitbucketRefusesAreToldSo() async throws {
        try await BitbucketContract.with { contract in
            contract.source.fail(.noReadAccess)
            for path in ["", "/plan"] {
                let reply = try await contract.startCloud(path: path)
                #expect(reply.status == 401)
                #expect(reply.messageError == BitbucketSentence.unauthorized)
                #expect(reply.reason?.contains("may be wrong or expired") == true)
            }
            contract.source.fail(nil)
            let unsent = try await contract.startCloud(["bitbucket_email": quoted("")])
            #expect(unsent.status == 401)
            #expect(unsent.messageError == BitbucketSentence.unauthorized)
        }
    }

    @Test func aRepositoryThatIsNotThereIsNamed() async throws {
        try await BitbucketContract.with { contract in
            contract.source.fail(.sourceError(body: "{}", status: 404))
            let reply = try await contract.startCloud()
            #expect(reply.status == 422)
            #expect(reply.text == #"{"message":{"error":"Project tes/vim could not be found"}}"#)
        }
    }

    @Test(arguments: ["vim", "a/b/c", "", "/vim", "tes/", "tes/..", "./vim"])
    func aPathThatIsNoRepositorysIsNotAskedFor(path: String) async throws {
        try await BitbucketContract.with { contract in
            let reply = try await contract.startCloud(["repo_path": quoted(path)])
            #expect(reply.status == 422)
            #expect(reply.messageError == "Project \(path) could not be found")
            #expect(contract.source.asked.isEmpty)
        }
    }

    @Test(
        arguments: [
            (.rateLimited, "try again later"), (.unreachable("no route"), "no route"),
            (.sourceError(body: "<html>", status: 502), "<html> (HTTP 502)"),
            (.sourceError(body: "read:pullrequest:bitbucket", status: 403), "read:pullrequest:bitbucket"),
            (.refusedAddress(hostname: "10.0.0.1", reason: "is not public"), "10.0.0.1: is not public"),
        ] as [(ProbeError, String)])
    func whateverElseGoesWrongIsOneErrorWithAReasonBesideIt(failure: ProbeError, reason: String) async throws {
        try await BitbucketContract.with { contract in
            contract.source.fail(failure)
            let reply = try await contract.startCloud()
            #expect(reply.status == 400)
            #expect(reply.messageError == BitbucketSentence.cloudError)
            #expect(reply.reason?.contains(reason) == true, "\(reply.text)")
            #expect(try await contract.counts().projects == 0)
        }
    }

    @Test func aNameThatIsTakenOrNoPathIsRefused() async throws {
        try await BitbucketContract.with { contract in
            #expect(try await contract.startCloud().status == 201)
            let second = try await contract.startCloud()
            #expect(second.status == 422)
            #expect(second.messageError == ImportSentence.taken)
            let wrong = try await contract.startCloud(["new_name": quoted("-a")])
            #expect(wrong.status == 422)
            #expect(try await contract.startCloud(["new_name": quoted("emacs")]).status == 201)
        }
    }

    @Test func aPlanCreatesNothing() async throws {
        try await BitbucketContract.with { contract in
            let reply = try await contract.startCloud(["target_namespace": quoted("new")], path: "/plan")
            #expect(reply.status == 200)
            #expect(reply.object["repository"]?["full_name"]?.text == "tes/vim")
            #expect(try await contract.counts() == BitbucketContract.Counts(projects: 0, groups: 1))
        }
    }

    /// GitLab limits calls for GitHub and Bitbucket Server.
    @Test func hundredsOfRepositoriesMayBeAskedForAtOnce() async throws {
        try await BitbucketContract.with { contract in
            for number in 0..<8 {
                let reply = try await contract.startCloud(["new_name": quoted("vim-\(number)")])
                #expect(reply.status == 201)
            }
        }
    }
}
