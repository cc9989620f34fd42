import Model
import Remote
import RemoteREST

/// A comment on a pull request, in its conversation or on its diff: in the activity, or by itself at
/// `GET R/pullrequests/{id}/comments`.
struct CloudComment: Decodable, Sendable {
    var id: Int64
    var content: CloudContent?
    var user: CloudUser?
    var createdAt: Timestamp
    var updatedAt: Timestamp?
    var isDeleted: Bool?
    /// Not yet sent: only its author sees it, and it is no part of the project.
    var isPending: Bool?
    var parent: Parent?
    var inline: CloudInline?
    var resolution: Resolution?
    var links: Links?

    struct Links: Decodable, Sendable {
        var code: Link?

        struct Link: Decodable, Sendable {
            var href: String?

            enum CodingKeys: String, CodingKey {
                case href
            }
        }

        enum CodingKeys: String, CodingKey {
            case code
        }
    }

    struct Parent: Decodable, Sendable {
        var id: Int64

        enum CodingKeys: String, CodingKey {
            case id
        }
    }

    struct Resolution: Decodable, Sendable {
        var user: CloudUser?
        var createdAt: Timestamp?

        enum CodingKeys: String, CodingKey {
            case user
            case createdAt = "created_on"
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case content
        case user
        case createdAt = "created_on"
        case updatedAt = "updated_on"
        case isDeleted = "deleted"
        case isPending = "pending"
        case parent
        case inline
        case resolution
        case links
    }

    /// The diff that its lines are lines of.
    var diff: CloudDiff? { inline == nil ? nil : links?.code?.href.flatMap { CloudDiff(address: $0) } }

    static func fields(_ path: String) -> [String] {
        [
            "id", "content.raw", "created_on", "updated_on", "deleted", "pending", "parent.id", "resolution.created_on",
            "links.code.href",
        ].map { "\(path).\($0)" } + CloudInline.fields("\(path).inline") + CloudUser.fields("\(path).user")
            + CloudUser.fields("\(path).resolution.user")
    }

    /// Comments of one pull request.
    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let item = try CloudItemPage<Self>.read(payload, what: "a page of comments")
        let (rows, exceptions) = item.page.read(.note)
        var page = MappedPage(exceptions: exceptions)
        let threads = CloudThreads(rows)
        for row in rows { page.append(row.mapped(on: item.number, in: threads, mapping)) }
        return page
    }

    func mapped(on number: Int64, in threads: CloudThreads, _ mapping: CloudMapping) -> MappedPage {
        if isPending == true { return MappedPage() }
        let url = mapping.address.comment(id, on: number)
        let place = threads.inline(of: self)
        if isDeleted == true { return MappedPage(exceptions: [deleted(place == nil ? .note : .diffNote, url)]) }
        let thread = SourceKey(threads.root(of: id))
        guard let place else { return MappedPage(drafts: plain(number, thread, url)) }
        guard var position = place.position else {
            var page = MappedPage(drafts: plain(number, thread, url))
            page.exceptions.append(
                ImportException(
                    kind: .note, sourceKey: SourceKey(id), sourceURL: url, outcome: .degraded,
                    reason: "it stands on a diff, but the source does not say on which file"))
            return page
        }
        let isOutdated = place.isOutdated ?? false
        let diff = threads.diff(of: self)
        position.head = mapping.commit(diff?.head)
        position.base = position.head == nil ? nil : mapping.commit(diff?.base)
        let draft = DiffNoteDraft(
            sourceKey: SourceKey(id), threadKey: thread, mergeRequestNumber: number, reviewKey: nil,
            body: SuggestionBlock.rewritten(content?.text ?? "", linesAbove: place.linesAbove), author: user?.person,
            position: position, diffHunk: nil, originalCommit: position.head, isOutdated: isOutdated,
            createdAt: createdAt, updatedAt: updatedAt ?? createdAt, sourceURL: url)
        var page = MappedPage(drafts: [.diffNote(draft)] + verdict(on: number, thread, isOnDiff: true))
        if isOutdated, position.head == nil, parent == nil { page.exceptions.append(lost(diff, url)) }
        return page
    }

    private func plain(_ number: Int64, _ thread: SourceKey, _ url: String) -> [Draft] {
        var draft = NoteDraft(
            sourceKey: SourceKey(id), number: number, body: content?.text ?? "", author: user?.person,
            createdAt: createdAt, updatedAt: updatedAt ?? createdAt, sourceURL: url)
        draft.item = .mergeRequest
        draft.threadKey = thread
        draft.isResolvable = resolution != nil
        return [.note(draft)] + verdict(on: number, thread, isOnDiff: false)
    }

    /// Whether the thread is resolved, which the comment that opened it tells. Comments in the conversation say so
    /// only when they are.
    private func verdict(on number: Int64, _ thread: SourceKey, isOnDiff: Bool) -> [Draft] {
        guard resolution != nil || (isOnDiff && parent == nil) else { return [] }
        var draft = ThreadResolutionDraft(
            threadKey: thread, mergeRequestNumber: number, isResolved: resolution != nil,
            resolvedBy: resolution?.user?.person)
        draft.resolvedAt = resolution?.createdAt
        return [.threadResolution(draft)]
    }

    /// Its lines have changed since, and what they were is gone.
    private func lost(_ diff: CloudDiff?, _ url: String) -> ImportException {
        let commit = diff.map { "git at the source no longer has the commit \($0.head.inOneLine)" }
        return ImportException(
            kind: .diffNote, sourceKey: SourceKey(id), sourceURL: url, outcome: .degraded,
            reason: "the diff it was written on cannot be shown: " + (commit ?? "the source does not name its commits"))
    }

    /// Its text is gone; what answers it stays a thread.
    func deleted(_ kind: ObjectKind, _ url: String) -> ImportException {
        ImportException(
            kind: kind, sourceKey: SourceKey(id), sourceURL: url, outcome: .skipped,
            reason: "it was deleted at the source, which keeps that it was there but not its text")
    }
}

/// Which comments of a page hang together. A reply names only what it answers, which may stand on another page: then
/// that is taken for the beginning, and the importer follows it to the thread it is in.
struct CloudThreads: Sendable {
    private let parents: [Int64: Int64]
    private let places: [Int64: CloudInline]
    private let diffs: [Int64: CloudDiff]

    init(_ comments: [CloudComment]) {
        parents = Dictionary(
            comments.compactMap { comment in comment.parent.map { (comment.id, $0.id) } },
            uniquingKeysWith: { first, _ in first })
        places = Dictionary(
            comments.compactMap { comment in comment.inline.map { (comment.id, $0) } },
            uniquingKeysWith: { first, _ in first })
        diffs = Dictionary(
            comments.compactMap { comment in comment.diff.map { (comment.id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The comment that opened the thread, as far as this page knows.
    func root(of id: Int64) -> Int64 {
        var root = id
        var seen: Set<Int64> = []
        while let parent = parents[root], seen.insert(root).inserted { root = parent }
        return seen.contains(root) ? id : root
    }

    /// Where it stands: replies stand where their thread does.
    func inline(of comment: CloudComment) -> CloudInline? { places[root(of: comment.id)] ?? comment.inline }

    /// What it stands on.
    func diff(of comment: CloudComment) -> CloudDiff? { diffs[root(of: comment.id)] ?? comment.diff }
}
