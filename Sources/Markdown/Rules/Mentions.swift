/// `@login`, `@organisation/team`, `@"login"`, `@{account}`: nobody is notified who has not asked for it. A mention becomes a code span, as
/// GitLab's importer makes it, or a real mention where the person is known here.
extension RunRules {
    mutating func mention(at index: Int) -> Int {
        // GitLab's pattern is (?<!\w)@ and a path; what follows a word is an address.
        if let before = before(index), before.isWord { return index + 1 }
        if let mention = pass.dialect.enclosedMention(in: run, at: index) { return enclosed(mention, at: index) }
        let start = index + 1
        guard let first = run.byte(start), first.isWord || first == UInt8(ascii: ".") else { return start }
        let end = trimmed(start..<pass.dialect.nameEnd(in: run, from: start))
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

    /// Where such a mention cannot become code it is text, to GitLab too; names inside it are looked at by themselves.
    private mutating func enclosed(_ mention: EnclosedMention, at index: Int) -> Int {
        let range = index..<mention.end
        let account: TextPass.Account? =
            switch mention.person {
            case .login(let login): TextPass.Account(username: pass.person(login), nickname: nil)
            case .account(let id): pass.account(id)
            }
        if let username = account?.username, !goesOn(at: mention.end) {
            replace(range, by: "@" + username)
        } else if canQuote(range) {
            let shown = account?.nickname.flatMap { Self.shownName($0) } ?? Array(run.bytes[range])
            quote(range, as: shown)
        } else {
            escape(index)
            return index + 2
        }
        return mention.end
    }

    /// Whether a name that ended here would be longer in GitLab.
    private func goesOn(at end: Int) -> Bool {
        guard let behind = run.byte(end) else { return false }
        if behind.isWord || behind == UInt8(ascii: "/") { return true }
        return (behind == UInt8(ascii: "-") || behind == UInt8(ascii: ".")) && run.byte(end + 1)?.isWord == true
    }

    /// A name as code; `nil` where it cannot stand in every place that code may stand in.
    private static func shownName(_ name: String) -> [UInt8]? {
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && !"`|\\\u{2028}\u{2029}".unicodeScalars.contains($0)
        }
        guard isPlain, (1...255).contains(name.utf8.count), name.first != " ", name.last != " " else { return nil }
        return [UInt8(ascii: "@")] + name.utf8
    }

    /// Without the full stops and hyphens that end a sentence.
    private func trimmed(_ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, ".-".utf8.contains(run.bytes[end - 1]) { end -= 1 }
        return end
    }

    /// Whether the source would take it for a person: the login's grammar, and nothing path-like before or behind.
    private func isMention(_ range: Range<Int>, at index: Int) -> Bool {
        if let before = before(index), "/.-@".utf8.contains(before) { return false }
        if let behind = run.byte(range.upperBound) {
            if behind == UInt8(ascii: "@") || behind.isWord { return false }
            let goesOn = behind == UInt8(ascii: ".") || behind == UInt8(ascii: "-")
            if goesOn, let more = run.byte(range.upperBound + 1), more.isWord { return false }
        }
        return pass.dialect.isLogin(run.bytes[range])
    }

    /// Puts code marks around, where no backtick or delimiter beside them changes its meaning by that.
    private mutating func quote(_ range: Range<Int>) {
        guard canQuote(range) else { return escape(range.lowerBound) }
        quote(range, as: Array(run.bytes[range]))
    }

    private func canQuote(_ range: Range<Int>) -> Bool {
        let beside = neighbours(of: range)
        if let last = edits.last, last.range.upperBound == range.lowerBound, case .code = last.shown { return false }
        return care == .usual && range.lowerBound < strayBacktick
            && beside.before != UInt8(ascii: "`") && beside.behind != UInt8(ascii: "`")
            && delimitersBehindStayClosing(run.contentRange(range).upperBound)
    }

    private mutating func quote(_ range: Range<Int>, as text: [UInt8]) {
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
