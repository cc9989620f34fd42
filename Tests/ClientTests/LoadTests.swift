import Foundation
import FoundationNetworking
import StandIns
import Subprocess
import Synchronization
import Testing

/// Imports, readers and clones at once. `make load` does the same with many more of each.
@Suite(.timeLimit(.minutes(5))) struct LoadTests {
    @Test func importsReadersAndClonesDoNotStandInEachOthersWay() async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                let ended = try await ServerProcess.run(data: folder + "/data") { server in
                    let people = try await [server.person("mira"), server.person("tove")]
                    let first = try await start(0, people[0], source, server)
                    try await finish([first], server)
                    let imports = try await withThrowingTaskGroup(of: Void.self) { group in
                        let answers = Answers()
                        for number in 0..<20 {
                            group.addTask { try await read(server, project: first, number, answers) }
                        }
                        for number in 0..<3 { group.addTask { try await clone(server, folder, number, answers) } }
                        var imports: [Int] = []
                        for number in 1...8 {
                            imports.append(try await start(number, people[number % 2], source, server))
                        }
                        try await finish(imports, server)
                        // Each finishes what it is at: a request that is broken off says nothing of the server.
                        answers.end()
                        try await group.waitForAll()
                        #expect(answers.byStatus.keys.sorted() == [200], "\(answers.byStatus)")
                        return imports
                    }
                    for project in imports { #expect(try await server.isWhole(project)) }
                }
                #expect(ended.status.isSuccess, "\(ended.log)")
            }
        }
    }

    private func start(
        _ number: Int, _ person: ServerProcess.Person, _ source: StandInGitHub, _ server: ServerProcess
    ) async throws -> Int {
        try await server.startImport(of: "harbour-lights/lantern", from: source, as: person, name: "lantern-\(number)")
    }

    private func finish(_ imports: [Int], _ server: ServerProcess) async throws {
        for project in imports {
            let end = try await server.wait(for: ["finished", "failed"], project: project)
            #expect(end.status == "finished", "\(end.error ?? "")")
        }
    }

    private func read(
        _ server: ServerProcess, project: Int, _ number: Int, _ answers: Answers
    ) async throws {
        let session = URLSession(configuration: .ephemeral)
        defer { session.invalidateAndCancel() }
        let paths = [
            "issues", "merge_requests?per_page=50", "labels", "repository/tree", "repository/commits", "import",
        ]
        for step in number... {
            if answers.isOver { return }
            try Task.checkCancellation()
            let path = "/api/v4/projects/\(project)/\(paths[step % paths.count])"
            var request = URLRequest(url: try server.address(path))
            request.setValue(ServerProcess.token, forHTTPHeaderField: "PRIVATE-TOKEN")
            let (_, response) = try await session.data(for: request)
            answers.count((response as? HTTPURLResponse)?.statusCode ?? 0)
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func clone(
        _ server: ServerProcess, _ folder: String, _ number: Int, _ answers: Answers
    ) async throws {
        let address =
            "http://root:\(ServerProcess.token)@\(server.url.dropFirst("http://".count))/mira-group/lantern-0.git"
        for step in 0... {
            if answers.isOver { return }
            try Task.checkCancellation()
            let place = "clone-\(number)-\(step)"
            let result = try await runProgram("git", ["clone", "--quiet", "--mirror", address, place], in: folder)
            try Task.checkCancellation()
            #expect(result.isSuccess, "\(result.error)")
        }
    }
}

/// How often there was which answer.
private final class Answers: Sendable {
    private let counts = Mutex<[Int: Int]>([:])
    private let over = Mutex(false)

    /// Whether there is to be no further request.
    var isOver: Bool { over.withLock { $0 } }

    func end() {
        over.withLock { $0 = true }
    }

    var byStatus: [Int: Int] { counts.withLock { $0 } }

    func count(_ status: Int) {
        counts.withLock { $0[status, default: 0] += 1 }
    }
}
