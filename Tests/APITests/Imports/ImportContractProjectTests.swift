import Foundation
import Model
import StandIns
import Store
import Testing

/// What an accepted import answers, and the project it makes.
@Suite struct ImportContractProjectTests {
    @Test func theAnswerIsGitLabsToTheByte() async throws {
        try await ImportContract.with { contract in
            let (api, token) = (contract.api, APIServer.rootToken)
            let places: [(namespace: String, path: String, names: String)] = [
                ("root", "root", "Administrator"), ("space", "space", "space"),
                ("/space/low", "space/low", "space / low"),
                ("ROOT/", "root", "Administrator"), ("/Space/LOW/", "space/low", "space / low"),
            ]
            let space = try await api.get("/groups/space").id
            _ = try await api.group("low", .public, parent: space)
            for place in places {
                let reply = try await contract.start(["target_namespace": quoted(place.namespace)], token: token)
                #expect(reply.status == 201)
                #expect(reply.headers["content-type"] == "application/json")
                #expect(
                    reply.text == """
                        {"id":\(reply.id),"name":"rocket","full_path":"/\(place.path)/rocket",\
                        "full_name":"\(place.names) / rocket","refs_url":"/\(place.path)/rocket/refs",\
                        "import_source":"acme/rocket","import_status":"scheduled",\
                        "human_import_status_name":"scheduled","provider_link":"/acme/rocket",\
                        "relation_type":null,"import_warning":null}
                        """)
                _ = try await api.delete("/projects/\(reply.id)")
            }
        }
    }

    @Test func aNumberForAPlaceIsItsPath() async throws {
        try await ImportContract.with { contract in
            #expect(try await contract.start(["target_namespace": "5"]).errors == ImportSentence.noNamespace)
            _ = try await contract.api.group("5")
            let reply = try await contract.start(["target_namespace": "5"])
            #expect(reply.object["full_path"]?.text == "/5/rocket")
        }
    }

    @Test(arguments: ["nowhere", "space/nowhere", "/nowhere", "/", "//", "space//low", "spac", "ghost"])
    func aPlaceThatIsNotThereIsToldSo(path: String) async throws {
        try await ImportContract.with { contract in
            let reply = try await contract.start(["target_namespace": quoted(path)])
            #expect(reply.status == 422)
            #expect(reply.errors == ImportSentence.noNamespace)
            #expect(contract.source.requests.isEmpty)
        }
    }

    @Test func aNULIsNoPartOfAPlace() async throws {
        try await ImportContract.with { contract in
            let reply = try await contract.start(["target_namespace": #""space\u0000""#])
            #expect(reply.status == 400)
            #expect(reply.text == #"{"error":"target_namespace is invalid"}"#)
            #expect(contract.source.requests.isEmpty)
        }
    }

    @Test func theProjectTakesWhatTheSourceSaysOfItself() async throws {
        try await ImportContract.with { contract in
            contract.source.change("acme/rocket") { $0.repository.isArchived = true }
            let person = try await contract.api.person("ada")
            let reply = try await contract.start(["target_namespace": quoted("ada")], token: person.token)
            let shown = try await contract.api.get("/projects/\(reply.id)", token: person.token)
            let project = shown.object
            #expect(project["path_with_namespace"]?.text == "ada/rocket")
            #expect(project["description"]?.text == "Goes up")
            #expect(project["topics"] == .array([.text("flight"), .text("fuel")]))
            #expect(project["default_branch"]?.text == "main")
            #expect(project["archived"] == .bool(true))
            #expect(project["wiki_enabled"] == .bool(false))
            #expect(project["visibility"]?.text == "public")
            #expect(project["creator_id"] == .number(person.id))
            #expect(project["owner"]?["username"]?.text == "ada")
            #expect(project["permissions"]?["project_access"]?["access_level"] == .number(50))
            #expect(project["import_type"]?.text == "github")
            #expect(project["import_status"]?.text == "scheduled")
            #expect(project["import_url"] == .null)
            #expect(!shown.text.contains(StandInToken.owner.value))
            let source = try await contract.record(reply.id)?.source
            #expect(source?.fullName == "acme/rocket" && source?.repositoryID == 11)
        }
    }

    /// Visibility of the group, repository, and what the project gets. A personal namespace allows everything.
    private static let visibilities: [(group: Visibility?, repository: Int64, project: String)] = [
        (.public, ImportContract.rocket, "public"), (.internal, ImportContract.rocket, "internal"),
        (.private, ImportContract.rocket, "private"), (nil, ImportContract.rocket, "public"),
        (.public, ImportContract.vault, "private"), (.internal, ImportContract.vault, "private"),
        (.private, ImportContract.vault, "private"), (nil, ImportContract.vault, "private"),
    ]

    @Test func visibilityIsTheSourcesAsFarAsThePlaceAllows() async throws {
        try await ImportContract.with { contract in
            for visibility in [Visibility.public, .internal, .private] {
                _ = try await contract.api.group("group-\(visibility.rawValue)", visibility)
            }
            for (group, repository, expected) in Self.visibilities {
                let place = group.map { "group-\($0.rawValue)" } ?? "root"
                let reply = try await contract.start([
                    "target_namespace": quoted(place), "repo_id": String(repository),
                ])
                let project = try await contract.api.get("/projects/\(reply.id)")
                #expect(project.object["visibility"]?.text == expected, "\(repository) in \(place)")
            }
        }
    }
}

/// Names and paths of new projects.
@Suite struct ImportContractNameTests {
    @Test(arguments: ["repo", "my-repo", "my_repo", "my.repo", "A", "1", String(repeating: "a", count: 255)])
    func aNewNameIsNameAndPath(name: String) async throws {
        try await ImportContract.with { contract in
            let reply = try await contract.start(["new_name": quoted(name)])
            #expect(reply.status == 201)
            #expect(reply.object["name"]?.text == name)
            #expect(reply.object["full_path"]?.text == "/space/\(name)")
            #expect(reply.object["import_source"]?.text == "acme/rocket")
        }
    }

    @Test(arguments: ["null", #""""#, #""  ""#])
    func aBlankNewNameIsNone(json: String) async throws {
        try await ImportContract.with { contract in
            let reply = try await contract.start(["new_name": json])
            #expect(reply.object["name"]?.text == "rocket")
        }
    }

    private static let nameCharacters =
        "Name can contain only letters, digits, emoji, '_', '.', '+', dashes, or spaces. It must start with a letter, digit, emoji, or '_'."
    private static let pathCharacters =
        "Path can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in '.atom'"
    private static let strictPath =
        "Path can only include non-accented letters, digits, '_', '-' and '.'. It must not start with '-', '_', or '.', nor end with '-', '_', '.', '.git', or '.atom'."
    private static let tooLong = "is too long (maximum is 255 characters)"

    private static let refused: [(name: String, messages: [String])] = [
        ("my repo", [pathCharacters, strictPath]), ("a+b", [pathCharacters, strictPath]),
        ("ünï", [pathCharacters, strictPath]), ("x🚀", [pathCharacters, strictPath]),
        ("a.git", [pathCharacters, strictPath]), ("a.atom", [pathCharacters, strictPath]),
        ("foo--bar", [strictPath]), ("foo__bar", [strictPath]), ("foo..bar", [strictPath]), ("_foo", [strictPath]),
        ("foo-", [strictPath]), ("foo.", [strictPath]), ("foo_", [strictPath]),
        (".github", [nameCharacters, strictPath]), ("-foo", [nameCharacters, pathCharacters, strictPath]),
        ("a/b", [nameCharacters, pathCharacters, strictPath]), ("../a", [nameCharacters, pathCharacters, strictPath]),
        ("tree", ["Path tree is a reserved name"]), ("Wikis", ["Path Wikis is a reserved name"]),
        (String(repeating: "a", count: 256), ["Name \(tooLong)", "Path \(tooLong)"]),
    ]

    @Test func otherNewNamesAreRefusedInGitLabsWords() async throws {
        try await ImportContract.with { contract in
            for (name, messages) in Self.refused {
                let reply = try await contract.start(["new_name": quoted(name)])
                #expect(reply.status == 422, "\(name)")
                #expect(reply.errors == messages.joined(separator: ", "), "\(name)")
            }
            #expect(try await contract.projectCount() == 0)
        }
    }

    @Test func aRepositoryWhoseNameIsNoneNeedsANewOne() async throws {
        try await ImportContract.with { contract in
            let dotted: [String: String?] = ["repo_id": String(ImportContract.dotted)]
            let refused = try await contract.start(dotted)
            #expect(refused.errors == "\(Self.nameCharacters), \(Self.strictPath)")
            let reply = try await contract.start(dotted.merging(["new_name": quoted("dot-github")]) { _, new in new })
            #expect(reply.status == 201)
            #expect(reply.object["import_source"]?.text == "acme/.github")
        }
    }

    @Test func anEndlessDescriptionIsRefused() async throws {
        try await ImportContract.with { contract in
            contract.source.change("acme/rocket") { $0.repository.description = String(repeating: "d", count: 2001) }
            let reply = try await contract.start()
            #expect(reply.status == 422)
            #expect(reply.errors == "Description is too long (maximum is 2000 characters)")
        }
    }

    @Test func aNameThatIsTakenIsToldSo() async throws {
        try await ImportContract.with { contract in
            let space = try await contract.api.get("/groups/space").id
            _ = try await contract.api.group("low", .public, parent: space)
            #expect(try await contract.start().status == 201)
            for name in ["rocket", "Rocket", "low", "LOW"] {
                let reply = try await contract.start(["new_name": quoted(name)])
                #expect(reply.status == 422)
                #expect(reply.errors == ImportSentence.taken)
            }
            #expect(try await contract.projectCount() == 1)
            #expect(try await contract.start(["target_namespace": quoted("space/low")]).status == 201)
        }
    }

    @Test func ofManyAtOnceOneGetsTheName() async throws {
        try await ImportContract.with { contract in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await contract.api.post("/import/github", contract.body()).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201, 422, 422, 422, 422, 422])
        }
    }
}
