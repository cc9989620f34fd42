import Secrets

/// A file that git only points to: its content is with git-lfs.
public struct SampleLargeFile: Sendable, Equatable {
    /// Where the pointer is in the tree.
    public var path: String
    public var content: [UInt8]
    /// Whether the content was never uploaded: asked for, it is not there.
    public var isMissing = false
    /// The branch with the pointer, once a project has it.
    public var branch = ""

    public init(path: String, content: [UInt8], isMissing: Bool = false) {
        self.path = path
        self.content = content
        self.isMissing = isMissing
    }

    /// SHA-256 of the content.
    public var oid: String { Digest.sha256(content) }

    /// What git holds in its place.
    public var pointer: String {
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\nsize \(content.count)\n"
    }
}

extension SampleProject {
    /// Commits pointers to large files, on top of a branch that is made where it is missing.
    public mutating func addLargeFiles(
        _ files: [SampleLargeFile], branch: String, from base: String = "main", by author: String
    ) {
        let ref = "refs/heads/\(branch)"
        var changes: [String: String?] = [".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n"]
        for file in files { changes[file.path] = file.pointer }
        let parent = history.tip(of: ref) ?? history.tip(of: "refs/heads/\(base)")
        let commit = history.commit(
            SampleCommit(
                parents: parent.map { [$0] } ?? [], message: "Keep recordings with git-lfs", authorName: author,
                authorEmail: "\(author)@users.noreply.github.com", date: repository.updatedAt, files: changes))
        history.point(ref, at: commit)
        largeFiles += files.map {
            var file = $0
            file.branch = branch
            return file
        }
    }
}
