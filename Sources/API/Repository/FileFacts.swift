import Git
import HTTPTypes
import Model
import NIOCore
import Secrets

/// A file at a revision with what takes a look at its content.
struct FileFacts: Sendable {
    let file: GitFile
    /// The revision as the request named it.
    let ref: String
    /// SHA-256 of the content in lower-case hex.
    let sha256: String
    /// Whether it is text, as far as a look at its beginning tells: git's own rule, no NUL in the first 8,000 bytes.
    let isText: Bool

    /// GitLab's `X-Gitlab-*` headers.
    var headers: HTTPFields {
        let entry = file.entry
        let values: KeyValuePairs = [
            "File-Name": entry.name, "File-Path": entry.path, "Size": String(entry.size ?? 0), "Encoding": "base64",
            "Content-Sha256": sha256, "Ref": ref, "Blob-Id": entry.id.hex, "Commit-Id": file.commit.hex,
            "Last-Commit-Id": file.lastCommit.hex, "Execute-Filemode": String(entry.isExecutable),
        ]
        var headers: HTTPFields = [:]
        for (name, value) in values {
            if let name = HTTPField.Name("X-Gitlab-\(name)") { headers[name] = value }
        }
        return headers
    }
}

extension ProjectRepository {
    /// The file at a path with its digest; the content is read once and not kept.
    /// - Throws: `404 Commit Not Found`, `404 File Not Found`.
    func file(_ path: String, at ref: String) async throws -> FileFacts {
        let revision = try revision(ref)
        guard try await git.resolve(revision) != nil else { throw APIError.notFound("Commit") }
        return try await reading(orNotFound: "File") {
            guard let file = try await git.file(revision, path: path) else { throw APIError.notFound("File") }
            let look = try await look(at: file.entry.id)
            return FileFacts(file: file, ref: ref, sha256: look.sha256, isText: look.isText)
        }
    }

    /// Reads a blob of any size once.
    func look(at blob: ObjectHash) async throws -> (sha256: String, isText: Bool) {
        let place = try await git.runner.turnstile?.enter()
        defer { place?.leave() }
        return try await git.withBlob(blob) { stream in
            var digest = StreamedDigest()
            var seen = 0
            var isText = true
            for try await chunk in stream {
                let bytes = chunk.readableBytesView
                if seen < 8000, bytes.prefix(8000 - seen).contains(0) { isText = false }
                seen += bytes.count
                chunk.withUnsafeReadableBytes { digest.update($0) }
            }
            return (digest.finish(), isText)
        }
    }
}
