import Foundation
import Model
import Testing

@testable import GitHTTP

/// Who may fetch what over git and git-lfs, and at the addresses that texts use for files: the table of what lies
/// outside of the API.
@Suite struct GitAuthorityTests {
    /// A call, and whose it is.
    private struct Door: Sendable {
        var method: String
        var path: String
        var gate: AuthorityGate
        var status = 200
        var body: String?
        var headers: [String: String] = [:]
        /// Whether it is the API that answers.
        var isFile = false
    }

    private static let digest = String(repeating: "0", count: 64)

    /// How each thing that git's transport can ask for is called here. A new one has to be decided about for this to
    /// compile.
    private static func doors(_ operation: GitRequest.Operation) -> [Door] {
        switch operation {
        case .advertisement(service: "git-upload-pack"):
            [("lander", AuthorityGate.code), ("lander.wiki", .project), ("snippet", .snippet)].map { name, gate in
                let path = name == "snippet" ? "/snippets/{snippet}.git" : "/{path}/\(name).git"
                return Door(method: "GET", path: "\(path)/info/refs?service=git-upload-pack", gate: gate)
            }
        case .advertisement(service: "git-receive-pack"):
            [
                Door(
                    method: "GET", path: "/{path}/lander.git/info/refs?service=git-receive-pack", gate: .open,
                    status: 403)
            ]
        case .advertisement:
            [Door(method: "GET", path: "/{path}/lander.git/info/refs", gate: .open, status: 403)]
        case .uploadPack:
            ["/{path}/lander.git", "/snippets/{snippet}.git"].map { path in
                Door(
                    method: "POST", path: "\(path)/git-upload-pack", gate: path.contains("snippets") ? .snippet : .code,
                    body: "0000", headers: ["Content-Type": "application/x-git-upload-pack-request"])
            }
        case .receivePack:
            [Door(method: "POST", path: "/{path}/lander.git/git-receive-pack", gate: .open, status: 403, body: "0000")]
        case .file: [Door(method: "GET", path: "/{path}/lander.git/HEAD", gate: .open, status: 403)]
        }
    }

    /// The same for git-lfs.
    private static func doors(_ operation: LFSRequest.Operation) -> [Door] {
        let path = "/{path}/lander.git"
        let question = #"{"operation":"download","objects":[{"oid":"\#(digest)","size":1}]}"#
        switch operation {
        case .batch: return [Door(method: "POST", path: "\(path)/info/lfs/objects/batch", gate: .code, body: question)]
        case .object:
            return [
                Door(method: "GET", path: "\(path)/gitlab-lfs/objects/\(digest)", gate: .code, status: 404),
                Door(method: "PUT", path: "\(path)/gitlab-lfs/objects/\(digest)", gate: .open, status: 403, body: "x"),
            ]
        case .locks:
            return [
                Door(method: "GET", path: "\(path)/info/lfs/locks", gate: .code),
                Door(method: "POST", path: "\(path)/info/lfs/locks", gate: .open, status: 403, body: "{}"),
            ]
        case .verifyLocks: return [Door(method: "POST", path: "\(path)/info/lfs/locks/verify", gate: .code, body: "{}")]
        case .unsupported:
            return [Door(method: "GET", path: "\(path)/info/lfs/objects/x", gate: .open, status: 501)]
        }
    }

    private static let table: [Door] = {
        let services: [GitRequest.Operation] = [
            .advertisement(service: "git-upload-pack"), .advertisement(service: "git-receive-pack"),
            .advertisement(service: nil), .uploadPack, .receivePack, .file,
        ]
        let large: [LFSRequest.Operation] = [.batch, .object(oid: digest), .locks, .verifyLocks, .unsupported]
        let files = [
            Door(
                method: "GET", path: "/-/project/{project}/uploads/\(AuthorityContent.secret)/lamp.txt", gate: .project,
                isFile: true),
            Door(
                method: "GET", path: "/{path}/lander/uploads/\(AuthorityContent.secret)/lamp.txt", gate: .project,
                isFile: true),
            Door(method: "GET", path: "/{path}/lander/-/releases/v2/downloads/tool.bin", gate: .code, isFile: true),
            Door(
                method: "GET", path: "/{path}/lander/-/releases/permalink/latest/downloads/tool.bin", gate: .code,
                isFile: true),
        ]
        return services.flatMap { doors($0) } + large.flatMap { doors($0) } + files
    }()

    private static func address(_ door: Door, _ place: AuthorityPlace, _ world: AuthorityWorld) -> String {
        door.path.replacing("{path}", with: place == .nested ? "outer/space" : "space")
            .replacing("{snippet}", with: world.values["snippet"] ?? "")
            .replacing("{project}", with: world.values["project"] ?? "")
    }

    private static func ask(
        _ door: Door, _ path: String, token: String?, _ world: AuthorityWorld
    ) async throws -> Reply {
        var headers = door.headers
        if let token {
            let name = door.isFile ? "PRIVATE-TOKEN" : "Authorization"
            headers[name] = door.isFile ? token : "Basic \(Data("me:\(token)".utf8).base64EncodedString())"
        }
        return try await world.server.sendRaw(door.method, path, headers: headers, body: door.body)
    }

    private static func expected(_ door: Door, _ caller: AuthorityCaller, _ place: AuthorityPlace) -> Int {
        if case .open = door.gate { return door.status }
        if caller == .blocked { return 403 }
        switch door.gate.verdict(caller, place) {
        case .allowed: return door.status
        case .forbidden: return 403
        // git asks for a token only when it is told to.
        case .hidden: return caller == .nobody && !door.isFile ? 401 : 404
        }
    }

    @Test func gitAndFilesAreForWhomTheTableSays() async throws {
        try await AuthorityWorld.with { world in
            try await world.markTokensUsed()
            for place in AuthorityPlace.allCases {
                try await world.move(to: place)
                let before = try await world.changes()
                for door in Self.table {
                    for caller in AuthorityCaller.allCases { try await Self.check(door, caller, place, world) }
                }
                #expect(try await world.changes() == before)
            }
            let (callers, places) = (AuthorityCaller.allCases.count, AuthorityPlace.allCases.count)
            print(
                "authority: \(Self.table.count) calls of git, git-lfs and files:",
                "\(Self.table.count * callers * places) asked")
        }
    }

    private static func check(
        _ door: Door, _ caller: AuthorityCaller, _ place: AuthorityPlace, _ world: AuthorityWorld
    ) async throws {
        let path = address(door, place, world)
        let reply = try await ask(door, path, token: world.tokens[caller], world)
        #expect(reply.status == expected(door, caller, place), "\(caller) \(door.method) \(path) \(place)")
    }

    @Test func aPrivateRepositoryAndNoneAreTheSame() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .private)
            for door in Self.table {
                let real = Self.address(door, .private, world)
                let none = real.replacing("lander", with: "landes")
                    .replacing("/snippets/\(world.values["snippet"] ?? "")", with: "/snippets/999999")
                    .replacing("/project/\(world.values["project"] ?? "")/", with: "/project/999999/")
                for caller in [AuthorityCaller.nobody, .external, .stranger, .neighbour] {
                    let answers = try await [real, none].asyncMap {
                        try await Self.ask(door, $0, token: world.tokens[caller], world)
                    }
                    #expect(answers[0].status == answers[1].status && answers[0].text == answers[1].text, "\(real)")
                    let headers = answers.map {
                        $0.headers.filter { !["x-request-id", "x-runtime", "date"].contains($0.key) }
                    }
                    #expect(headers[0] == headers[1], "\(caller) \(real)")
                    if answers[0].status == 401 {
                        #expect(answers[0].headers["www-authenticate"] == "Basic realm=\"GitLab\"")
                    }
                }
            }
        }
    }

    /// Scopes of tokens: what may clone, and what may not.
    @Test func aTokenClonesWithTheScopesForIt() async throws {
        try await AuthorityWorld.with { world in
            try await world.move(to: .private)
            let door = Self.doors(.advertisement(service: "git-upload-pack"))[0]
            let path = Self.address(door, .private, world)
            for scope in TokenScope.allCases {
                let token = try await world.server.token(for: world.users[.reporter] ?? 0, scopes: [scope.rawValue])
                let clones = [.api, .readAPI, .readRepository, .writeRepository].contains(scope)
                let reply = try await Self.ask(door, path, token: token, world)
                #expect(reply.status == (clones ? 200 : 403), "\(scope)")
                // Nothing but Basic is looked at here.
                let bearer = try await world.server.sendRaw("GET", path, headers: ["Authorization": "Bearer \(token)"])
                #expect(bearer.status == 401)
                #expect(try await world.server.sendRaw("GET", path, headers: ["PRIVATE-TOKEN": token]).status == 401)
            }
            #expect(try await Self.ask(door, path, token: "glpat-nobody-has-this", world).status == 401)
        }
    }
}
