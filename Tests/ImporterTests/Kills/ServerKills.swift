import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import StandIns
import Store
import StoreSQLite
import Testing

/// A server that a scenario starts, asks and kills.
struct KilledServer: Sendable {
    static let token = "glpat-root-of-the-kill-tests"
    let place: KillPlace
    var knowsToken = true

    /// Starts it, does `work` once it answers, and kills it; or kills it before.
    /// - Parameter startupKill: when to kill it, counted from its start, whether it answers or not.
    func run(
        startupKill: Duration? = nil,
        _ work: @escaping @Sendable (_ url: String, _ output: String) async throws -> Void = { _, _ in }
    ) async throws -> String {
        let program = KillableProgram(
            arguments: ["serve", "--listen", "127.0.0.1:0", "--data", place.data.path],
            environment: knowsToken ? ["LANDFALL_ROOT_TOKEN": Self.token] : [:])
        let end = try await program.run(temporary: place.temporary) { output in
            if let startupKill { return try await Task.sleep(for: startupKill) }
            // The last words are the port.
            try await output.wait(for: /Landfall serves .* on 127.0.0.1:[0-9]+\n/)
            let text = await output.text
            let port = text.components(separatedBy: " on 127.0.0.1:").last?.prefix { $0.isNumber } ?? ""
            try await work("http://127.0.0.1:\(port)", text)
        }
        #expect(end.status == nil, "the server ended by itself: \(end.output.suffix(800))")
        return end.output
    }

    /// By a client that may be canceled: Foundation's deadlocks where that meets the end of an answer.
    static func status(_ method: String, _ address: String, token: String = token) async throws -> Int {
        var request = HTTPClientRequest(url: address)
        request.method = .RAW(value: method)
        request.headers.add(name: "PRIVATE-TOKEN", value: token)
        // The next server may have the port of one that was killed.
        request.headers.add(name: "Connection", value: "close")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        _ = try await response.body.collect(upTo: 1 << 24)
        return Int(response.status.code)
    }
}

/// The first start of a server: administrator, access token, sealing key, reserve.
struct StartKills: KillScenario {
    let name = "start-up"

    func prepare(_ place: KillPlace) async throws {}

    func attempt(_ place: KillPlace, kill: Duration?) async throws -> Bool {
        let server = KilledServer(place: place, knowsToken: false)
        let log = place.folder.appending(path: "shown")
        let before = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        if let kill {
            let output = try await server.run(startupKill: kill)
            try (before + output).write(to: log, atomically: true, encoding: .utf8)
            return false
        }
        let output = try await server.run { url, output in
            let tokens = (before + output).matches(of: /glpat-[A-Za-z0-9]{20}/).map { String($0.output) }
            var valid = 0
            for token in tokens where try await KilledServer.status("GET", url + "/api/v4/user", token: token) == 200 {
                valid += 1
            }
            #expect(valid == 1, "\(valid) of the \(tokens.count) tokens that were shown are valid")
        }
        try (before + output).write(to: log, atomically: true, encoding: .utf8)
        return true
    }

    func dump(_ place: KillPlace) async throws -> [String] {
        var lines = try await place.withStore { store in
            let tokens = try await store.read { connection in
                try connection.rows("SELECT name || scopes AS value FROM access_tokens", []) {
                    try $0("value") as String
                }
            }
            return try await StoreDump.lines(store) + tokens
        }
        let key = try String(contentsOf: place.data.appending(path: "sealing.key"), encoding: .utf8)
        lines.append("key of \(key.count) characters")
        for file in ["sealing.key", "reserve"] {
            let facts = try FileManager.default.attributesOfItem(atPath: place.data.appending(path: file).path)
            let size = (facts[.size] as? NSNumber)?.intValue ?? 0
            lines.append("\(file) \(size) bytes, mode \((facts[.posixPermissions] as? NSNumber)?.intValue ?? 0)")
        }
        return lines
    }
}

/// A project is removed while a second one has the same files and large files.
struct DeletionKills: KillScenario {
    let name = "removing a project"
    /// A data directory with both projects.
    let template: URL

    func prepare(_ place: KillPlace) async throws {
        try FileManager.default.copyItem(at: template, to: place.data)
    }

    func attempt(_ place: KillPlace, kill: Duration?) async throws -> Bool {
        let isGone = Flag()
        _ = try await KilledServer(place: place).run { url, _ in
            if try await KilledServer.status("GET", url + "/api/v4/projects/1") == 404 {
                try await Self.waitUntilTidy(place)
                return isGone.raise()
            }
            guard let kill else {
                let status = try await KilledServer.status("DELETE", url + "/api/v4/projects/1")
                #expect(status == 202)
                return
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await KilledServer.status("DELETE", url + "/api/v4/projects/1") }
                group.addTask { try await Task.sleep(for: kill * 0.1) }
                try await group.next()
                group.cancelAll()
            }
        }
        return isGone.isRaised
    }

    /// What a killed removal left is taken away soon after the next start.
    private static func waitUntilTidy(_ place: KillPlace) async throws {
        for _ in 0..<500 {
            if try await DataDirectoryCheck.problems(place.data).isEmpty { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func dump(_ place: KillPlace) async throws -> [String] {
        let lines = try await place.withStore { try await StoreDump.lines($0) }
        let path = place.data.appending(path: "repositories/2.git").path
        return lines + [try await Processes.output("git", ["-C", path, "for-each-ref"])]
    }
}
