import Foundation
import Glibc
import StandIns
import Store
import StoreSQLite
import Testing

/// A data directory with a small imported project, and the program on it, on a machine that something is wrong with.
struct Machine: Sendable {
    let place: KillPlace
    let source: StandInGitHub

    var data: URL { place.data }

    /// - Parameter isImported: whether the project is there already.
    static func with(
        isImported: Bool = true, latency: Duration = .zero, _ body: @escaping @Sendable (Machine) async throws -> Void
    ) async throws {
        var configuration = StandInConfiguration()
        configuration.latency = latency
        try await withStandInGitHub([isImported ? small : .lantern()], configuration: configuration) { source in
            let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-machine-\(UUID().uuidString)")
            let machine = Machine(place: KillPlace(folder: folder), source: source)
            defer { machine.place.remove() }
            try machine.place.make()
            try Data(StandInToken.owner.value.utf8).write(to: folder.appending(path: "token"))
            // Programs that run as somebody else must get there.
            chmod(folder.path, 0o755)
            if isImported {
                let end = try await machine.importing()
                try #require(end.status == 0 || end.status == 2, "\(end.output)")
            }
            try await body(machine)
        }
    }

    private static var small: SampleProject {
        var project = SampleProject(owner: "harbour-lights", name: "lantern", id: 720_950)
        project.addUser(SampleUser(login: "mira-keel", name: "Mira Keel"))
        for title in ["Dim", "Bright"] { project.addIssue(title, author: "mira-keel") }
        return project
    }

    /// Runs a command to its end.
    func run(
        _ arguments: [String], environment: [String: String] = [:], launcher: [String] = []
    ) async throws -> KillableProgram.End {
        try await KillableProgram(
            arguments: arguments + ["--data", data.path], environment: environment, launcher: launcher
        ).run(temporary: place.temporary)
    }

    func importing(
        into group: String = "harbour", environment: [String: String] = [:], launcher: [String] = []
    ) async throws -> KillableProgram.End {
        try await run(importArguments(into: group), environment: environment, launcher: launcher)
    }

    func importArguments(into group: String = "harbour") -> [String] {
        [
            "import", "github", Engine.lantern, "--host", source.url, "--into", group, "--allow-outbound",
            "127.0.0.0/8", "--token-file", place.folder.appending(path: "token").path,
        ]
    }

    /// Starts a server that is expected to end by itself.
    func serve(
        environment: [String: String] = [:], launcher: [String] = [], listen: String = "127.0.0.1:0"
    ) async throws -> KillableProgram.End {
        let program = KillableProgram(
            arguments: ["serve", "--listen", listen, "--data", data.path], environment: environment, launcher: launcher)
        return try await program.run(temporary: place.temporary) { output in
            try await output.wait(for: /Landfall serves .* on [^ ]*:[0-9]+\n/)
        }
    }

    func doctor(
        environment: [String: String] = [:], launcher: [String] = []
    ) async throws -> KillableProgram.End {
        try await run(
            ["doctor", "--source", source.url, "--allow-outbound", "127.0.0.0/8"], environment: environment,
            launcher: launcher)
    }

    func change(_ sql: String) async throws {
        let store = try SQLiteStore(file: data.appending(path: "landfall.sqlite"))
        _ = try await store.write { try $0.execute(sql, []) }
        try store.close()
    }

    func number(_ sql: String) async throws -> Int64 {
        let store = try SQLiteStore(file: data.appending(path: "landfall.sqlite"))
        defer { try? store.close() }
        return try await store.read { try $0.value(sql, []) } ?? -1
    }

    /// What is in a store whose schema has the number 99.
    func rowsOfNewerStore() async throws -> [String] {
        let store = try SQLiteStore(
            file: data.appending(path: "landfall.sqlite"),
            migrations: [Migration(number: 99, name: "newer", sqlite: "")])
        defer { try? store.close() }
        return try await store.read { connection in
            try StoreCopy.tables(in: connection).flatMap { try StoreCopy.rows($0, in: connection) }
        }
    }

    /// A program of these tests in the place of git.
    func script(_ name: String, _ text: String) throws -> String {
        let path = place.folder.appending(path: name).path
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o755)
        return path
    }

    /// Runs what follows as somebody who owns none of the test's files.
    static let asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    static var isRoot: Bool { geteuid() == 0 }

    /// A limit of the shell for what follows.
    static func limited(_ limit: String) -> [String] { ["/bin/sh", "-c", "ulimit \(limit); exec \"$@\"", "sh"] }
}

extension KillableProgram.End {
    /// Expects it to have ended by itself, not with success, and to have said all of this.
    func expectRefusal(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(status == 1, "\(output)", sourceLocation: sourceLocation)
        for word in words { #expect(output.contains(word), "\(output)", sourceLocation: sourceLocation) }
    }
}
