import Model
import Remote
import Store
import Testing

/// Where imports from Bitbucket land.
@Suite struct ImportDestinationTests {
    private func place(_ path: String?) -> [String: String?] { ["target_namespace": path.map(quoted)] }

    @Test(arguments: [nil, "", "  ", "ada", "ADA", "/ada/"])
    func thePersonalNamespaceIsWhereNothingElseIsNamed(path: String?) async throws {
        try await BitbucketContract.with { contract in
            let ada = try await contract.api.person("ada")
            let server = try await contract.startServer(place(path), token: ada.token)
            let cloud = try await contract.startCloud(
                place(path ?? "").merging(["new_name": quoted("other")]) { _, new in new }, token: ada.token)
            for (reply, name) in [(server, "vim"), (cloud, "other")] {
                #expect(reply.status == 201)
                #expect(reply.object["full_path"]?.text == "/ada/\(name)")
                #expect(reply.object["import_warning"] == .null)
            }
        }
    }

    @Test func bothNamesOfTheParameterAreTakenAndThePagesOneWins() async throws {
        try await BitbucketContract.with { contract in
            let old: [String: String?] = ["target_namespace": nil, "new_namespace": quoted("space")]
            #expect(try await contract.startServer(old).object["full_path"]?.text == "/space/vim")
            let both = try await contract.startServer(["target_namespace": quoted("a"), "new_namespace": quoted("b")])
            #expect(both.object["full_path"]?.text == "/a/vim")
        }
    }

    @Test(arguments: ["outer/middle/inner", "/outer/middle/inner"])
    func groupsThatAreMissingAreMadeAndAreTheCallers(path: String) async throws {
        try await BitbucketContract.with { contract in
            let ada = try await contract.api.person("ada")
            let reply = try await contract.startServer(place(path), token: ada.token)
            #expect(reply.status == 201)
            #expect(reply.object["full_path"]?.text == "/outer/middle/inner/vim")
            #expect(reply.object["full_name"]?.text == "outer / middle / inner / vim")
            #expect(reply.object["import_warning"] == .null)
            for group in ["outer", "outer%2Fmiddle", "outer%2Fmiddle%2Finner"] {
                let made = try await contract.api.get("/groups/\(group)", token: ada.token)
                #expect(made.object["visibility"]?.text == "private")
                let members = try await contract.api.get("/groups/\(group)/members", token: ada.token).list
                #expect(members.map { $0["username"]?.text } == ["ada"])
                #expect(members.first?["access_level"]?.number == 50)
            }
            // Private groups hold private projects, whatever the source's is.
            let project = try await contract.api.get("/projects/\(reply.id)", token: ada.token)
            #expect(project.object["visibility"]?.text == "private")
            #expect(try await contract.startCloud(place("OUTER/new"), token: ada.token).status == 201)
        }
    }

    @Test func anImportThatIsRefusedLeavesNoGroups() async throws {
        try await BitbucketContract.with { contract in
            let before = try await contract.counts()
            contract.source.fail(.sourceError(body: "", status: 404))
            #expect(try await contract.startServer(place("new/group")).status == 422)
            contract.source.fail(nil)
            let wrong = place("new/group").merging(["new_name": quoted("a b")]) { _, new in new }
            #expect(try await contract.startCloud(wrong).status == 422)
            #expect(try await contract.counts() == before)
        }
    }

    @Test(
        arguments: [
            ("bob", "'bob' is not a group"), ("bob/group", "'bob' is not a group"),
            ("new/-", "'-' cannot be a group's path: can contain only"),
            ("a//b", "'' cannot be a group's path: can't be blank"),
            ("admin", "'admin' cannot be a group's path: admin is a reserved name"),
            ("new/a b", "'a b' cannot be a group's path: can contain only"),
            ("space/taken", "its path has already been taken"),
            ("space/taken/group", "its path has already been taken"),
            ("space/group", "you may not create groups in 'space'"),
            (Array(repeating: "a", count: 21).joined(separator: "/"), "groups nest no deeper than 20"),
        ])
    func whereGroupsCannotBeMadeItIsThePersonalNamespaceAndTheAnswerSaysSo(path: String, reason: String) async throws {
        try await BitbucketContract.with { contract in
            _ = try await contract.api.person("bob")
            let project = try await contract.api.project("taken", in: "space", .public)
            #expect(project > 0)
            let ada = try await contract.api.person("ada")
            if path.hasPrefix("space/taken") { try await contract.api.join("/groups/space", ada, as: .maintainer) }
            let before = try await contract.counts().groups
            let server = try await contract.startServer(place(path), token: ada.token)
            let other: [String: String?] = ["new_name": quoted("other")]
            let cloud = try await contract.startCloud(place(path).merging(other) { _, new in new }, token: ada.token)
            for (reply, name) in [(server, "vim"), (cloud, "other")] {
                #expect(reply.status == 201)
                #expect(reply.object["full_path"]?.text == "/ada/\(name)")
                let warning = reply.object["import_warning"]?.text ?? ""
                #expect(warning.contains("personal namespace 'ada'") && warning.contains(reason), "\(warning)")
            }
            #expect(try await contract.counts().groups == before)
        }
    }

    @Test func whoMayNotImportIntoTheGroupIsRefused() async throws {
        try await BitbucketContract.with { contract in
            _ = try await contract.api.group("hidden")
            let (developer, stranger) = (try await contract.api.person("ada"), try await contract.api.person("bob"))
            let external = try await contract.api.person("eve", isExternal: true)
            try await contract.api.join("/groups/space", developer, as: .developer)
            let refused: [(Person, String)] = [
                (developer, "space"), (stranger, "space"), (stranger, "hidden"), (stranger, "hidden/group"),
                (external, "eve"), (external, "new"),
            ]
            for (person, path) in refused {
                for reply in [
                    try await contract.startServer(place(path), token: person.token),
                    try await contract.startCloud(place(path), token: person.token),
                ] {
                    #expect(reply.status == 401)
                    #expect(reply.text == BitbucketSentence.notAllowed, "\(person.username) \(path)")
                }
            }
            #expect(contract.source.asked.isEmpty)
            try await contract.api.join("/groups/space", stranger, as: .maintainer)
            #expect(try await contract.startServer(place("SPACE"), token: stranger.token).status == 201)
            #expect(try await contract.startServer(place("space/sub"), token: stranger.token).status == 201)
        }
    }
}
