import Foundation
import Git
import Model

/// An entry of a directory (GitLab's `TreeObject`).
struct TreeEntryAnswer: Entity {
    var entry: TreeEntry

    func write(_ object: inout JSONObject) {
        object.add("id", entry.id.hex)
        object.add("name", entry.name)
        object.add("type", entry.kind)
        object.add("path", entry.path)
        object.add("mode", entry.mode)
    }
}

/// A file with its content (GitLab's `File`).
struct FileAnswer: Entity {
    var facts: FileFacts
    var content: [UInt8]

    func write(_ object: inout JSONObject) {
        let file = facts.file
        object.add("file_name", file.entry.name)
        object.add("file_path", file.entry.path)
        object.add("size", file.entry.size)
        object.add("encoding", "base64")
        object.add("content_sha256", facts.sha256)
        object.add("ref", facts.ref)
        object.add("blob_id", file.entry.id.hex)
        object.add("commit_id", file.commit.hex)
        object.add("last_commit_id", file.lastCommit.hex)
        object.add("execute_filemode", file.entry.isExecutable)
        object.add("content", Data(content).base64EncodedString())
    }
}

/// The content of a git object (GitLab's answer to `repository/blobs/:sha`).
struct BlobAnswer: Entity {
    var id: ObjectHash
    var content: [UInt8]

    func write(_ object: inout JSONObject) {
        object.add("size", content.count)
        object.add("encoding", "base64")
        object.add("content", Data(content).base64EncodedString())
        object.add("sha", id.hex)
    }
}
