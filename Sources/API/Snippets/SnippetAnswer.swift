import Model
import Store

/// A personal snippet (GitLab's `PersonalSnippet`).
struct SnippetAnswer: Entity {
    var snippet: Snippet
    var author: User?
    var externalURL: String

    func write(_ object: inout JSONObject) {
        let page = "\(externalURL)/-/snippets/\(snippet.id)"
        object.add("id", snippet.id)
        object.add("title", snippet.title)
        object.add("description", snippet.description)
        object.add("visibility", snippet.visibility)
        object.add("author", author.map { UserBasicAnswer(user: $0, externalURL: externalURL) })
        object.add("created_at", snippet.createdAt)
        object.add("updated_at", snippet.updatedAt)
        object.null("project_id")
        object.add("web_url", page)
        object.add("raw_url", "\(page)/raw")
        object.null("ssh_url_to_repo")
        object.add("http_url_to_repo", "\(externalURL)/snippets/\(snippet.id).git")
        object.add("file_name", snippet.fileName)
        object.add(
            "files",
            snippet.files.map { path in
                SnippetFileAnswer(
                    path: path,
                    rawURL: "\(page)/raw/\(NestedForm.escape(snippet.defaultBranch))/"
                        + path.split(separator: "/").map { NestedForm.escape(String($0)) }.joined(separator: "/"))
            })
        object.add("imported", true)
        object.add("imported_from", ImportKind.github.rawValue)
    }
}

private struct SnippetFileAnswer: Entity {
    var path: String
    var rawURL: String

    func write(_ object: inout JSONObject) {
        object.add("path", path)
        object.add("raw_url", rawURL)
    }
}

/// A comment on a snippet (GitLab's `Note`).
struct SnippetNoteAnswer: Entity {
    var note: SnippetNote
    var author: User?
    var externalURL: String

    func write(_ object: inout JSONObject) {
        object.add("id", note.id)
        object.null("type")
        object.add("body", note.body)
        object.null("attachment")
        object.add("author", author.map { UserBasicAnswer(user: $0, externalURL: externalURL) })
        object.add("created_at", note.createdAt)
        object.add("updated_at", note.updatedAt)
        object.add("system", false)
        object.add("noteable_id", note.snippetID)
        object.add("noteable_type", NoteableKind.snippet)
        object.null("project_id")
        object.add("resolvable", false)
        object.add("confidential", false)
        object.add("internal", false)
        object.add("imported", true)
        object.add("imported_from", ImportKind.github.rawValue)
        object.null("noteable_iid")
        object.add("commands_changes") { _ in }
        object.addSourceAuthor(note.sourceAuthor)
    }
}

/// A comment as the thread of one that it is.
struct SnippetDiscussionAnswer: Entity {
    var note: SnippetNoteAnswer

    func write(_ object: inout JSONObject) {
        object.add("id", note.note.key)
        object.add("individual_note", true)
        object.add("notes", [note])
    }
}
