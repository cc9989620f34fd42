import Foundation
import Git
import Model
import Store

/// A server with a public project whose repository was made by real git, and with a folder for clones.
struct RepositoryServer: Sendable {
    let api: APIServer
    let group: Int64
    let project: Int64
    /// A folder that goes away with the server.
    let folder: String
    /// The working copy everything was pushed from.
    let source: GitClient

    /// Git at work beside the server.
    var client: GitClient { GitClient(folder: folder) }
    var repository: GitRepository { api.repositories.project(ProjectID(project)) }
    var wiki: GitRepository { api.repositories.wiki(ProjectID(project)) }

    static func with(_ test: @Sendable (RepositoryServer) async throws -> Void) async throws {
        try await APIServer.with { api in
            let folder = NSTemporaryDirectory() + "/landfall-repository-" + UUID().uuidString
            try FileManager.default.createDirectory(
                atPath: folder + "/source", withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let group = try await api.group("space", .public)
            let project = try await api.project("lander", in: "space", .public)
            let server = RepositoryServer(
                api: api, group: group, project: project, folder: folder,
                source: GitClient(folder: folder + "/source"))
            try await server.source("init", "--quiet", "--initial-branch=main", ".")
            try await test(server)
        }
    }

    /// A history with what the routes tell apart: branches, both kinds of tags, a binary and an executable file.
    func fill() async throws {
        try source.write("# Lander\n", to: "README.md")
        try source.write("print(1)\n", to: "Sources/main.swift")
        try source.write("grüße\n", to: "docs/a name/grüße.txt")
        try source.write(Data([0, 1, 2, 255]), to: "logo.bin")
        try source.write("#!/bin/sh\n", to: "bin/tool")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: source.folder + "/bin/tool")
        try await source.commit("Start", at: 1_600_000_000)
        try await source("branch", "merged")
        try await source("tag", "v1.9")
        try await source("switch", "--quiet", "--create", "feature/engine")
        try source.write("print(2)\nprint(3)\n", to: "Sources/engine.swift")
        try await source.commit("Add an engine", at: 1_600_000_100)
        try await source("switch", "--quiet", "main")
        try source.write("# Lander\n\nIt lands.\n", to: "README.md")
        try await source.commit(
            "Describe it\n\nAt length.\n\nSigned-off-by: Ada <ada@example.com>\n", at: 1_600_000_200)
        try await source("tag", "--annotate", "--message", "Version 1.10", "v1.10")
        try await publish()
    }

    /// Makes the server's repository out of the working copy, the merge request's ref included.
    func publish() async throws {
        try await push(to: repository)
        if let head = try await repository.resolve(Revision("feature/engine")),
            let ref = RefName("refs/merge-requests/1/head")
        {
            try await repository.update([.set(ref, head)])
        }
    }

    /// Makes the server's repository out of the working copy, and nothing else.
    func publishAlone() async throws {
        try await push(to: repository)
    }

    private func push(to repository: GitRepository) async throws {
        try FileManager.default.createDirectory(
            atPath: (repository.directory as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try await repository.create()
        try await source(
            "push", "--quiet", repository.directory, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
    }

    /// Makes the wiki's repository out of what the working copy holds now.
    func publishWiki() async throws {
        try await push(to: wiki)
    }

    /// Where git finds the project, with a user name and a password where given.
    func address(_ path: String = "space/lander.git", user: String? = nil, password: String? = nil) -> String {
        guard let user else { return "\(api.base)/\(path)" }
        let credentials = password.map { "\(user):\($0)" } ?? user
        return api.base.replacing("http://", with: "http://\(credentials)@") + "/\(path)"
    }

    func id(_ revision: String) async throws -> String {
        try await source("rev-parse", revision)
    }

    /// Gets a path of the project without an account.
    func get(_ path: String) async throws -> Reply {
        try await api.get("/projects/\(project)\(path)", token: nil)
    }

    /// Writes a merge request from `feature/engine` to `main`.
    func addMergeRequest(iid: Int64, base: String, start: String, head: String) async throws -> Int64 {
        let project = project
        return try await api.store.write { connection in
            let root = try Users.find(username: "root", in: connection)?.id
            return try connection.value(
                """
                INSERT INTO merge_requests (project_id, source_key, iid, title, state, author_id, source_branch,
                    target_branch, base_sha, start_sha, head_sha, created_at, updated_at)
                VALUES ($1, $2, $3, 'Engine', 'opened', $4, 'feature/engine', 'main', $5, $6, $7, 0, 0)
                RETURNING id AS value
                """,
                [project, "pr-\(iid)", iid, root, base, start, head]) ?? 0
        }
    }
}

/// Runs a test against a server whose project has the history of ``RepositoryServer/fill()``.
func withHistory(_ test: @Sendable (RepositoryServer) async throws -> Void) async throws {
    try await RepositoryServer.with { server in
        try await server.fill()
        try await test(server)
    }
}

/// The texts of one key, element for element.
func texts(_ reply: Reply, _ key: String) -> [String] {
    reply.list.compactMap { $0[key]?.text }
}
