import Foundation
import Synchronization

/// Looks for secrets again and again while something runs: in files, and in command lines and environments of processes.
final class SecretWatch: Sendable {
    private let state = Mutex<State>(State())

    private struct State {
        var findings: Set<String> = []
        var gits: Set<Int32> = []
        var files = 0
    }

    /// What was found, and where.
    var findings: [String] { state.withLock { $0.findings.sorted() } }
    /// How many processes of git were looked at.
    var gitCount: Int { state.withLock { $0.gits.count } }
    /// How many times a file was read.
    var fileCount: Int { state.withLock { $0.files } }

    /// Looks around until `body` ends, and once more after that.
    /// - Parameters:
    ///   - folder: everything in it is read; processes whose command line names it, and those they start, are looked at.
    ///   - needles: looked for everywhere.
    ///   - own: secrets that the server was given by its environment: looked for everywhere but there.
    func during<Result: Sendable>(
        _ folder: String, _ needles: Needles, own: Needles, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var round = 0
                while !Task.isCancelled {
                    self.lookAtProcesses(of: folder, needles, own: own)
                    // Files stay; processes of git are gone within moments.
                    if round % 50 == 0 { self.lookAtFiles(in: folder, needles + own) }
                    round += 1
                    try? await Task.sleep(for: .milliseconds(20))
                }
            }
            let result = try await body()
            group.cancelAll()
            lookAtFiles(in: folder, needles + own)
            return result
        }
    }

    func lookAtFiles(in folder: String, _ needles: Needles) {
        for file in (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? [] {
            // Gone again, or a directory.
            guard let data = try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)")) else { continue }
            state.withLock { $0.files += 1 }
            note(needles.found(in: data), "the file \(file)")
        }
    }

    func look(at text: String, _ place: String, _ needles: Needles) {
        note(needles.found(in: text), place)
    }

    func look(at data: Data, _ place: String, _ needles: Needles) {
        note(needles.found(in: data), place)
    }

    private func lookAtProcesses(of folder: String, _ needles: Needles, own: Needles) {
        for id in processes(naming: folder) {
            let name = (try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8)) ?? ""
            let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(id)/cmdline"))) ?? Data()
            note((needles + own).found(in: line), "the command line of \(name)")
            let environment = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(id)/environ"))) ?? Data()
            if name.hasPrefix("git") {
                if !environment.isEmpty { state.withLock { _ = $0.gits.insert(id) } }
                note((needles + own).found(in: environment), "the environment of \(name)")
            } else {
                note(needles.found(in: environment), "the environment of \(name)")
            }
        }
    }

    private func note(_ found: [String], _ place: String) {
        guard !found.isEmpty else { return }
        state.withLock { state in
            for what in found { state.findings.insert("\(what): \(place.trimmingCharacters(in: .newlines))") }
        }
    }
}

/// All processes whose command line names a folder, and those that they started.
func processes(naming folder: String) -> Set<Int32> {
    let all = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
    var children: [Int32: [Int32]] = [:]
    var waiting: [Int32] = []
    let name = Data(folder.utf8)
    for id in all where id != ProcessInfo.processInfo.processIdentifier {
        let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(id)/cmdline"))) ?? Data()
        if line.range(of: name) != nil { waiting.append(id) }
        // `pid (name) state parent …`; a name may have blanks and parentheses.
        guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let parent = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ").dropFirst(2).first
                .flatMap({ Int32($0) })
        else { continue }
        children[parent, default: []].append(id)
    }
    var found: Set<Int32> = []
    while let next = waiting.popLast() {
        if found.insert(next).inserted { waiting += children[next] ?? [] }
    }
    return found
}
