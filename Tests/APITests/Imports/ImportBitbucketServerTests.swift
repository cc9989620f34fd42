import Model
import Outbound
import Remote
import Testing

/// `POST /import/bitbucket_server`: the cases of GitLab's contract.
@Suite struct ImportBitbucketServerTests {
    @Test func aRepositoryIsImportedIntoTheGroupThatWasNamed() async throws {
        try await BitbucketContract.with { contract in
            let reply = try await contract.startServer(["timeout_strategy": quoted("optimistic")])
            #expect(reply.status == 201)
            #expect(
                reply.text == """
                    {"id":\(reply.id),"name":"vim","full_path":"/space/vim","full_name":"space / vim",\
                    "refs_url":"/space/vim/refs",\
                    "import_source":"https://bitbucket.example.org/bitbucket/projects/TES/repos/vim/browse",\
                    "import_status":"scheduled","human_import_status_name":"scheduled",\
                    "provider_link":"https://bitbucket.example.org/bitbucket/projects/TES/repos/vim/browse",\
                    "relation_type":null,"import_warning":null}
                    """)
            let status = try await contract.api.get("/projects/\(reply.id)/import")
            #expect(status.object["import_type"]?.text == "bitbucket_server")
            let project = try await contract.api.get("/projects/\(reply.id)")
            #expect(project.object["import_type"]?.text == "bitbucket_server")
            #expect(project.object["visibility"]?.text == "public")
            let settings = try await contract.record(reply.id)?.settings
            #expect(
                settings
                    == ImportSettings(
                        attachmentsImport: true, collaboratorsImport: true, timeoutStrategy: .optimistic,
                        paginationLimit: 100))
        }
    }

    @Test func theSourceIsAskedForWhatWasNamedWithBothPartsOfTheCredential() async throws {
        try await BitbucketContract.with { contract in
            #expect(try await contract.startServer(["bitbucket_server_project": quoted("~ada")]).status == 201)
            let asked = try #require(contract.source.asked.first)
            #expect(asked.kind == .bitbucketServer)
            #expect(asked.hostname == "https://bitbucket.example.org/bitbucket")
            #expect(asked.repository == .fullName("~ada/vim"))
            let credential = AccountCredential(joined: asked.credential)
            #expect(credential?.user == "ada")
            #expect(credential?.secret.withUnsealed { $0 } == "secret")
        }
    }

    @Test(
        arguments: [
            (
                "{}",
                "bitbucket_server_url is missing, bitbucket_server_username is missing, personal_access_token is missing, bitbucket_server_project is missing, bitbucket_server_repo is missing"
            ),
            (
                BitbucketContract.json(BitbucketContract.server, ["timeout_strategy": quoted("x")]),
                "timeout_strategy does not have a valid value"
            ),
            (
                BitbucketContract.json(BitbucketContract.server, ["timeout_strategy": quoted("Optimistic")]),
                "timeout_strategy does not have a valid value"
            ),
            (
                BitbucketContract.json(BitbucketContract.server, ["personal_access_token": "[1]"]),
                "personal_access_token is invalid"
            ),
            (
                BitbucketContract.json(
                    BitbucketContract.server, ["bitbucket_server_url": nil, "bitbucket_server_repo": "{}"]),
                "bitbucket_server_url is missing, bitbucket_server_repo is invalid"
            ),
        ])
    func parametersThatAreWrongAreNamed(body: String, error: String) async throws {
        try await BitbucketContract.with { contract in
            for path in ["", "/plan"] {
                let reply = try await contract.api.post("/import/bitbucket_server\(path)", body)
                #expect(reply.status == 400)
                #expect(reply.text == "{\"error\":\(quoted(error))}")
            }
        }
    }

    @Test func whoDoesNotSayWhoTheyAreIsRefusedFirst() async throws {
        try await BitbucketContract.with { contract in
            for body in ["{}", BitbucketContract.json(BitbucketContract.server, [:])] {
                for token in [nil, "unknown"] {
                    let reply = try await contract.api.post("/import/bitbucket_server", body, token: token)
                    #expect(reply.status == 401)
                    #expect(reply.text == #"{"message":"401 Unauthorized"}"#)
                }
            }
            #expect(contract.source.asked.isEmpty)
        }
    }

    @Test(arguments: ["PROJ?ECT", "", "  ", "a/b", "~", "..", "käse", "a~b"])
    func aKeyThatNoProjectHasIsToldSo(key: String) async throws {
        try await BitbucketContract.with { contract in
            let reply = try await contract.startServer(["bitbucket_server_project": quoted(key)])
            #expect(reply.status == 422)
            #expect(reply.text == #"{"message":{"error":"Missing or invalid project key"}}"#)
            #expect(contract.source.asked.isEmpty)
        }
    }

    @Test(arguments: ["my~repo", "", " ", "a/b", "..", "~vim"])
    func aSlugThatNoRepositoryHasIsToldSo(slug: String) async throws {
        try await BitbucketContract.with { contract in
            let reply = try await contract.startServer(["bitbucket_server_repo": quoted(slug)])
            #expect(reply.status == 422)
            #expect(reply.text == #"{"message":{"error":"Missing or invalid repository slug"}}"#)
        }
    }

    @Test(arguments: [
        ("https://localhost", "https://localhost"), ("", ""), ("bitbucket.example.org", "bitbucket.example.org"),
        ("http://ada:secret@10.0.0.1/x", "http://[redacted]@10.0.0.1/x"),
    ])
    func anAddressThatMayNotBeReachedIsToldSo(url: String, shown: String) async throws {
        try await BitbucketContract.with { contract in
            let reply = try await contract.startServer(["bitbucket_server_url": quoted(url)])
            #expect(reply.status == 400)
            #expect(reply.messageError == "Invalid URL: \(shown)")
            #expect(contract.source.asked.isEmpty)
        }
    }

    @Test func anAddressThatLeadsWhereNothingMayBeReachedIsToldSo() async throws {
        try await BitbucketContract.with { contract in
            contract.source.fail(.refusedAddress(hostname: "10.0.0.1", reason: "is not public"))
            let reply = try await contract.startServer()
            #expect(reply.status == 400)
            #expect(reply.messageError == "Invalid URL: https://bitbucket.example.org/bitbucket")
        }
    }

    @Test func aRepositoryThatIsNotThereIsNamed() async throws {
        try await BitbucketContract.with { contract in
            contract.source.fail(.sourceError(body: #"{"errors":[]}"#, status: 404))
            let reply = try await contract.startServer()
            #expect(reply.status == 422)
            #expect(reply.text == #"{"message":{"error":"Project TES/vim could not be found"}}"#)
        }
    }

    @Test(
        arguments: [
            (.noReadAccess, "may be wrong, the token may have expired"), (.rateLimited, "try again later"),
            (.unreachable("no route to bitbucket.example.org"), "no route to bitbucket.example.org"),
            (.sourceError(body: "<html>", status: 502), "<html> (HTTP 502)"), (.noCollaboratorAccess, "collaborators"),
        ] as [(ProbeError, String)])
    func whateverElseTheServerAnswersIsOneErrorWithAReasonBesideIt(failure: ProbeError, reason: String) async throws {
        try await BitbucketContract.with { contract in
            contract.source.fail(failure)
            for path in ["", "/plan"] {
                let reply = try await contract.startServer(path: path)
                #expect(reply.status == 400)
                #expect(reply.messageError == BitbucketSentence.serverError)
                #expect(reply.reason?.contains(reason) == true, "\(reply.text)")
            }
            #expect(try await contract.counts().projects == 0)
        }
    }

    @Test(arguments: ["", "a:b"])
    func aUserNameThatCannotBeSentIsRefusedAsTheServerWould(name: String) async throws {
        try await BitbucketContract.with { contract in
            let reply = try await contract.startServer(["bitbucket_server_username": quoted(name)])
            #expect(reply.status == 400)
            #expect(reply.messageError == BitbucketSentence.serverError)
            #expect(contract.source.asked.isEmpty)
        }
    }

    @Test func aNameThatIsTakenOrNoPathIsRefused() async throws {
        try await BitbucketContract.with { contract in
            #expect(try await contract.startServer().status == 201)
            let second = try await contract.startServer()
            #expect(second.status == 422)
            #expect(second.messageError == ImportSentence.taken)
            let wrong = try await contract.startServer(["new_name": quoted("a b")])
            #expect(wrong.status == 422)
            #expect(wrong.messageError?.hasPrefix("Path can contain only letters") == true)
            let renamed = try await contract.startServer(["new_name": quoted("emacs")])
            #expect(renamed.object["full_path"]?.text == "/space/emacs")
            #expect(renamed.object["name"]?.text == "emacs")
        }
    }

    @Test(
        arguments: [("My Editor", "My Editor", "vim"), ("!", "vim", "vim"), ("Vim", "Vim", "Vim")])
    func aNameThatIsNoPathLeavesThePathToTheAddress(name: String, shown: String, path: String) async throws {
        try await BitbucketContract.with { contract in
            contract.source.call(name)
            let reply = try await contract.startServer()
            #expect(reply.status == 201)
            #expect(reply.object["name"]?.text == shown)
            #expect(reply.object["full_path"]?.text == "/space/\(path)")
        }
    }

    @Test func theFirstFaultInGitLabsOrderIsTold() async throws {
        try await BitbucketContract.with { contract in
            let ada = try await contract.api.person("ada")
            contract.source.fail(.sourceError(body: "", status: 404))
            var changes: [String: String?] = [
                "bitbucket_server_project": quoted("?"), "bitbucket_server_repo": quoted("?"),
                "bitbucket_server_url": quoted("nonsense"), "new_name": quoted("a b"),
            ]
            let steps: [(repair: String, json: String, status: Int, error: String)] = [
                ("bitbucket_server_project", quoted("TES"), 422, "Missing or invalid project key"),
                ("bitbucket_server_repo", quoted("vim"), 422, "Missing or invalid repository slug"),
                ("bitbucket_server_url", quoted("https://b.example.org"), 400, "Invalid URL: nonsense"),
                ("target_namespace", quoted("ada"), 401, "You don't have permissions to import this project"),
                ("ignored", "1", 422, "Project TES/vim could not be found"),
            ]
            for step in steps {
                let reply = try await contract.startServer(changes, token: ada.token)
                #expect(reply.status == step.status, "\(step.error)")
                #expect(reply.messageError == step.error)
                changes.updateValue(step.json, forKey: step.repair)
            }
            contract.source.fail(nil)
            #expect(try await contract.startServer(changes, token: ada.token).status == 422)
        }
    }

    @Test func theSeventhCallInAMinuteIsOneTooMany() async throws {
        try await BitbucketContract.with { contract in
            let ada = try await contract.api.person("ada")
            func ask(_ changes: [String: String?]) async throws -> Reply {
                try await contract.api.post(
                    "/import/bitbucket_server/plan", BitbucketContract.json(BitbucketContract.server, changes),
                    token: ada.token)
            }
            for _ in 0..<8 { #expect(try await ask(["bitbucket_server_repo": nil]).status == 400) }
            for _ in 0..<6 { #expect(try await ask(["bitbucket_server_project": quoted("?")]).status == 422) }
            let seventh = try await ask(["bitbucket_server_project": quoted("?")])
            #expect(seventh.status == 429)
            #expect(
                seventh.text
                    == #"{"message":{"error":"This endpoint has been requested too many times. Try again later."}}"#)
            contract.api.clock.advance(seconds: 60)
            #expect(try await ask(["target_namespace": quoted("ada")]).status == 200)
        }
    }

    @Test func aPlanHasTheSameRefusalsAndCreatesNothing() async throws {
        try await BitbucketContract.with { contract in
            let before = try await contract.counts()
            let reply = try await contract.startServer(["target_namespace": quoted("new/group")], path: "/plan")
            #expect(reply.status == 200)
            #expect(reply.object["repository"]?["full_name"]?.text == "TES/vim")
            #expect(reply.object["counts"]?["pull_request"]?.number == 3)
            #expect(reply.object["import_warning"] == nil)
            let elsewhere = try await contract.startServer(["target_namespace": quoted("-")], path: "/plan")
            #expect(elsewhere.object["import_warning"]?.text?.contains("personal namespace 'root'") == true)
            #expect(try await contract.counts() == before)
        }
    }
}
