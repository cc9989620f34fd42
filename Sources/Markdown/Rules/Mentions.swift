/// `@login`, `@organisation/team`: nobody is notified who has not asked for it. A mention becomes a code span, as
/// GitLab's importer makes it, or a real mention where the person is known here.
extension RunRules {
    mutating func mention(at index: Int) -> Int {
        // GitLab's pattern is (?<!\w)@ and a path; what follows a word is an address.
        if let before = before(index), before.isWord { return index + 1 }
        let start = index + 1
        guard let first = run.byte(start), first.isWord || first == UInt8(ascii: ".") else { return start }
        let end = trimmed(start..<run.end(from: start, while: \.isPathCharacter))
        guard run.bytes[start..<end].contains(where: { $0.isWord }), isMention(start..<end, at: index) else {
            let name = run.bytes[start...].prefix(Self.reach).first { $0 != UInt8(ascii: ".") }
            if name?.isWord == true { escape(index) }
            return max(start, end)
        }
        if run.plainByte(end) == UInt8(ascii: "/") {
            let team = trimmed((end + 1)..<run.end(from: end + 1, while: \.isPathCharacter))
            if team > end + 1 {
                let isTeam = run.plainByte(team) != UInt8(ascii: "/") && run.plainByte(end + 1)?.isWord == true
                if isTeam { quote(index..<team) } else { escape(index) }
                return team
            }
        }
        if let username = pass.person(run.string(start..<end)) {
            replace(index..<end, by: "@" + username)
        } else {
            quote(index..<end)
        }
        return end
    }

    /// Without the full stops and hyphens that end a sentence.
    private func trimmed(_ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, ".-".utf8.contains(run.bytes[end - 1]) { end -= 1 }
        return end
    }

    /// Whether GitHub would take it for a person: the login's grammar, and nothing path-like before or behind.
    private func isMention(_ range: Range<Int>, at index: Int) -> Bool {
        if let before = before(index), "/.-@".utf8.contains(before) { return false }
        if let behind = run.byte(range.upperBound) {
            if behind == UInt8(ascii: "@") || behind.isWord { return false }
            let goesOn = behind == UInt8(ascii: ".") || behind == UInt8(ascii: "-")
            if goesOn, let more = run.byte(range.upperBound + 1), more.isWord { return false }
        }
        return GitHubName.isLogin(run.bytes[range])
    }

    /// Puts code marks around, where no backtick or delimiter beside them changes its meaning by that.
    private mutating func quote(_ range: Range<Int>) {
        let beside = neighbours(of: range)
        let isSafe =
            care == .usual && range.lowerBound < strayBacktick
            && beside.before != UInt8(ascii: "`") && beside.behind != UInt8(ascii: "`")
            && delimitersBehindStayClosing(run.contentRange(range).upperBound)
        guard isSafe else { return escape(range.lowerBound) }
        let text = Array(run.bytes[range])
        replace(range, by: [UInt8(ascii: "`")] + text + [UInt8(ascii: "`")], shown: .code(text))
    }

    /// A delimiter that follows punctuation, as a backtick is, only closes an emphasis before a blank or punctuation.
    private func delimitersBehindStayClosing(_ offset: Int) -> Bool {
        var index = offset
        while index < content.count, "*_~".utf8.contains(content[index]) { index += 1 }
        guard index > offset, index < content.count else { return true }
        return content[index].isSpace || content[index].isPunctuation
    }
}

/// The grammar of GitHub's names.
enum GitHubName {
    /// Letters, digits and single hyphens inside, at most 39; managed users have `_` and their company's code behind.
    static func isLogin(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= 39, let first = bytes.first, first.isAlphanumeric else { return false }
        var previous: UInt8 = first
        var underscores = 0
        for byte in bytes {
            if byte == UInt8(ascii: "_") { underscores += 1 }
            let isSeparator = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            guard byte.isAlphanumeric || isSeparator, !(isSeparator && !previous.isAlphanumeric) else { return false }
            previous = byte
        }
        return previous.isAlphanumeric && underscores <= 1
    }

    /// Letters, digits, `.`, `-` and `_`, at most 100.
    static func isRepository(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.count <= 100 && bytes.allSatisfy { $0.isPathCharacter }
            && bytes.contains { $0 != UInt8(ascii: ".") }
    }
}
