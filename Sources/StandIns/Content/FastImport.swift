import Foundation
import NIOCore
import NIOFoundationCompat
import Subprocess
import SystemPackage

/// Writes a history into a bare repository in one go with `git fast-import`. Names, times and contents come from the
/// sample only, so the same sample always has the same commit ids.
struct FastImport: Sendable {
    let repository: String

    /// Writes the history and returns the commits' ids, by position.
    /// - Throws: ``ContentError``.
    func write(_ history: SampleHistory) async throws -> [String] {
        let marks = "\(repository)/sample-marks"
        let result = try await Subprocess.run(
            .name("git"),
            arguments: ["-C", repository, "fast-import", "--quiet", "--force", "--export-marks=\(marks)"],
            environment: GitCommand.environment, input: .inputWriter, output: .discarded, error: .string(limit: 65_536)
        ) { execution in
            try await Self.feed(history, to: execution.standardInputWriter)
        }
        guard result.terminationStatus.isSuccess else {
            throw ContentError.gitFailed(command: "fast-import", message: result.standardError)
        }
        for ref in FastImportStream.workingRefs {
            try await GitCommand(repository: repository).run("update-ref", "-d", ref)
        }
        let commits = try Self.readMarks(marks, count: history.commits.count)
        try writeRefs(history.refs, commits)
        return commits
    }

    /// Writes all refs into one file as `git pack-refs` does; thousands of pull requests would take git a file each.
    private func writeRefs(_ refs: SampleList<SampleRef>, _ commits: [String]) throws {
        guard !refs.isEmpty else { return }
        let sorted = refs.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var text = "# pack-refs with: peeled fully-peeled sorted \n"
        for ref in sorted { text += "\(commits[ref.commit]) \(ref.name)\n" }
        let path = "\(repository)/packed-refs"
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            throw ContentError.files(path: path)
        }
    }

    private static func feed(_ history: SampleHistory, to writer: StandardInputWriter) async throws {
        var stream = FastImportStream()
        for (position, commit) in history.commits.enumerated() {
            stream.write(commit, position: position)
            if stream.isLarge { _ = try await writer.write(stream.take()) }
        }
        for tag in history.annotatedTags { stream.write(tag) }
        _ = try await writer.write(stream.take())
        try await writer.finish()
    }

    private static func readMarks(_ path: String, count: Int) throws -> [String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ContentError.files(path: path)
        }
        var names = [String](repeating: "", count: count)
        for line in text.split(separator: "\n") {
            let parts = line.dropFirst().split(separator: " ")
            guard parts.count == 2, let mark = Int(parts[0]), names.indices.contains(mark - 1) else { continue }
            names[mark - 1] = String(parts[1])
        }
        return names
    }
}

/// Text in fast-import's language, taken away in pieces.
private struct FastImportStream {
    private var text = ""
    /// The commits at the ends of the two refs below.
    private var tips: [String: Int] = [:]

    var isLarge: Bool { text.utf8.count > 1 << 18 }

    mutating func take() -> [UInt8] {
        defer { text.removeAll(keepingCapacity: true) }
        return Array(text.utf8)
    }

    /// Refs commits are made on: fast-import moves one with each commit, and the samples name theirs at the end. Merges
    /// have one to themselves, because going on where it stands spares git reading the whole tree anew.
    static let workingRefs = ["refs/sample/merges", "refs/sample/changes"]

    mutating func write(_ commit: SampleCommit, position: Int) {
        let ref = Self.workingRefs[commit.parents.count > 1 ? 0 : 1]
        let goesOn = tips[ref] != nil && tips[ref] == commit.parents.first
        if !goesOn, tips[ref] != nil {
            line("reset \(ref)")
            line("")
        }
        tips[ref] = position
        line("commit \(ref)")
        line("mark :\(position + 1)")
        line("author \(commit.authorName) <\(commit.authorEmail)> \(Self.time(commit.date))")
        line("committer \(commit.authorName) <\(commit.authorEmail)> \(Self.time(commit.date))")
        data(commit.message + "\n")
        if !goesOn, let first = commit.parents.first { line("from :\(first + 1)") }
        for other in commit.parents.dropFirst() { line("merge :\(other + 1)") }
        if commit.parents.isEmpty { line("deleteall") }
        for (path, content) in commit.files.sorted(by: { $0.key < $1.key }) {
            if let content {
                line("M 100644 inline \(path)")
                data(content)
            } else {
                line("D \(path)")
            }
        }
        line("")
    }

    mutating func write(_ tag: SampleTag) {
        line("tag \(tag.name)")
        line("from :\(tag.commit + 1)")
        line("tagger \(tag.taggerName) <\(tag.taggerEmail)> \(Self.time(tag.date))")
        data(tag.message + "\n")
    }

    private mutating func line(_ text: String) {
        self.text += text
        self.text += "\n"
    }

    private mutating func data(_ text: String) {
        line("data \(text.utf8.count)")
        line(text)
    }

    private static func time(_ date: Date) -> String {
        "\(Int(date.timeIntervalSince1970)) +0000"
    }
}
