import Foundation
import Store
import StoreSQLite

/// What lies in a data directory that no process works on, held against the rows of its store, both ways.
struct DataDirectoryCheck {
    private let folder: URL
    private let store: SQLiteStore

    /// - Returns: what is wrong, in words; empty where all is well.
    static func problems(_ folder: URL) async throws -> [String] {
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        defer { try? store.close() }
        let check = DataDirectoryCheck(folder: folder, store: store)
        return try store.findDamage() + (await check.repositories()) + (await check.files())
            + (await check.largeFiles()) + check.halfWritten() + check.strangers() + check.processes()
            + (await check.jobs())
    }

    private func names(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)) ?? []
    }

    private func texts(_ sql: String) async throws -> Set<String> {
        Set(try await store.read { try $0.rows(sql, []) { try $0("value") as String } })
    }

    private func compare(_ what: String, _ found: Set<String>, _ known: Set<String>) -> [String] {
        found.subtracting(known).sorted().map { "\(what) \($0) lies there and no row knows it" }
            + known.subtracting(found).sorted().map { "\(what) \($0) has a row and is not there" }
    }

    private func repositories() async throws -> [String] {
        let projects = try await texts("SELECT id || '.git' AS value FROM projects")
        let found = Set(names("repositories").filter { $0.hasSuffix(".git") })
        // A wiki is there where the source has one; a project whose import has not got far may have neither.
        let finished = try await texts(
            "SELECT project_id || '.git' AS value FROM imports WHERE status = 'finished'")
        let plain = found.filter { !$0.hasSuffix(".wiki.git") }
        let wikis = found.subtracting(plain).filter { !projects.contains($0.replacing(".wiki.git", with: ".git")) }
        let snippets = try await texts("SELECT id || '.git' AS value FROM snippets")
        return plain.subtracting(projects).map { "repository \($0) lies there and no row knows it" }
            + wikis.map { "repository \($0) lies there and no row knows it" }
            + finished.subtracting(plain).map { "repository \($0) has a row and is not there" }
            + compare("snippet", Set(names("repositories/snippets")), snippets)
    }

    private func files() async throws -> [String] {
        let found = names("files").filter { $0.utf8.count == 2 }.flatMap { names("files/\($0)") }
        return compare(
            "file", Set(found),
            try await texts(
                "SELECT digest AS value FROM uploads UNION SELECT digest FROM release_assets WHERE digest IS NOT NULL"))
    }

    private func largeFiles() async throws -> [String] {
        let root = "repositories/lfs"
        let folders = names(root).filter { $0.utf8.count == 2 }.flatMap { first in
            names("\(root)/\(first)").map { "\(root)/\(first)/\($0)" }
        }
        return compare(
            "LFS object", Set(folders.flatMap(names)), try await texts("SELECT oid AS value FROM lfs_objects"))
    }

    private func halfWritten() -> [String] {
        let incoming = ["repositories/incoming", "repositories/lfs/incoming", "files/incoming"].flatMap { path in
            names(path).map { "\(path)/\($0)" }
        }
        let all = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        let left = all.filter { path in
            let name = path.split(separator: "/").last ?? ""
            // The next start takes away those of processes that have ended; see `processes`.
            if path.hasPrefix("processes/") { return false }
            return name.hasPrefix("tmp_") || name.hasPrefix("incoming-") || name.hasPrefix(".dat.nosync")
                || name.hasSuffix(".lock") || name.hasSuffix(".new")
        }
        return (incoming + left).map { "\($0) was left half written" }
    }

    /// What has no business in a data directory at all.
    private func strangers() -> [String] {
        let known: Set<String> = [
            "landfall.sqlite", "landfall.sqlite-wal", "landfall.sqlite-shm", "sealing.key", "processes", "repositories",
            "files", "reserve",
        ]
        return names("").filter { !known.contains($0) }.map { "\($0) has no business here" }
    }

    /// The files of ended processes are taken away by the next one to start: there is at most the last one's.
    private func processes() -> [String] {
        let found = names("processes")
        return found.count > 1 ? ["processes that ended have left \(found.count) files"] : []
    }

    private func jobs() async throws -> [String] {
        try await texts("SELECT kind || ' ' || subject_id AS value FROM jobs WHERE state = 'running'")
            .map { "job \($0) is said to run" }
    }
}
