import Model

/// The source's own way to name people, items and commits inside a system note.
extension PersonDraft? {
    /// GitLab's importer names deleted accounts like this.
    var mention: String { self?.mention ?? "@ghost" }
}

extension PersonDraft {
    /// Bitbucket Cloud's people, who are known by a uuid in braces.
    var isNamedByAccount: Bool { identifier.hasPrefix("{") && nodeID != nil }

    /// As the dialects of the sources read mentions: Bitbucket Cloud names people by account, because
    /// names to show are not unique; Bitbucket Server puts names with blanks into quotes.
    fileprivate var mention: String {
        if isNamedByAccount, let nodeID { return "@{\(nodeID)}" }
        let isOneWord = login.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95: true
            default: byte > 127
            }
        }
        return isOneWord ? "@\(login)" : "@\"\(login)\""
    }
}

extension TimelineEvent {
    /// Whom its note mentions.
    var named: PersonDraft? {
        switch self {
        case .assigned(let person), .unassigned(let person), .reviewRequested(.person(let person)?),
            .reviewRequestRemoved(.person(let person)?), .reviewDismissed(_, let person, _, _),
            .userBlocked(let person, _), .commentDeleted(let person):
            person
        default: nil
        }
    }
}

extension RequestedReviewer? {
    var mention: String {
        switch self {
        case .person(let person)?: person.mention
        case .team(let name)?: "@\(name)"
        case nil: "@ghost"
        }
    }
}

extension ItemReference {
    /// `#12`, or `owner/name#12` in another repository.
    var name: String { "\(repository ?? "")#\(number)" }
}

extension ItemReference? {
    var name: String { self?.name ?? "another issue" }
}

extension ItemKind {
    /// GitLab's words for it.
    var words: String {
        switch self {
        case .issue: "issue"
        case .mergeRequest: "merge request"
        }
    }
}

extension LockReason {
    var words: String {
        switch self {
        case .offTopic: "off-topic"
        case .resolved: "resolved"
        case .spam: "spam"
        case .tooHeated: "too heated"
        }
    }
}

extension CommitReference {
    /// GitLab finds a whole hash by itself; a commit of another repository is a link to where it is.
    func words(_ webOrigin: String) -> String {
        guard let repository else { return "commit \(commit.hex)" }
        let address = "\(webOrigin)/\(repository)/commit/\(commit.hex)"
        guard address.isPlainAddress else { return "commit \(commit.hex)" }
        return "commit [\(repository)@\(commit.hex.prefix(8))](\(address))"
    }
}

extension String {
    /// In backticks, more of them than the text itself has in a row; git allows backticks in names.
    var asCode: String {
        var (longest, current) = (0, 0)
        for byte in utf8 {
            current = byte == UInt8(ascii: "`") ? current + 1 : 0
            longest = max(longest, current)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return longest == 0 ? "`\(inOneLine)`" : "\(fence) \(inOneLine) \(fence)"
    }

    var inOneLine: String {
        contains(where: \.isNewline) ? split(whereSeparator: \.isNewline).joined(separator: " ") : self
    }

    /// A block quote, so that what somebody wrote stays theirs.
    var quotedInMarkdown: String {
        split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { "> \($0)" }.joined(separator: "\n")
    }

    /// Whether it can stand as a link's destination without changing where the link ends.
    var isPlainAddress: Bool {
        hasPrefix("https://") || hasPrefix("http://")
            ? utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"()<>[]\\`".utf8.contains($0) } : false
    }
}
