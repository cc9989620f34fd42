/// `#12`, `GH-12`, `owner/repository#12`: what they mean is for the dialect to say.
extension RunRules {
    mutating func numberSign(at index: Int) -> Int {
        let end = run.end(from: index + 1, while: \.isDigit)
        guard end > index + 1 else { return end }
        if let behind = run.byte(end), behind.isWord { return end }
        let start = pathStart(before: index)
        let path = run.bytes[start..<index]
        let before = before(start)
        guard let number = Int64(run.string((index + 1)..<end)), !(before.map(joins) ?? false) else {
            escape(index)
            return end
        }
        if path.allSatisfy({ $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) {
            localReference(index..<end, number)
        } else if let repository = pass.dialect.repository(at: path) {
            reference(to: repository, start..<end, sign: index, number)
        } else {
            // `name#12` is an item of a neighbouring project for GitLab, and no reference for GitHub.
            escape(index)
        }
        return end
    }

    /// `GH-12`, which GitLab doesn't know.
    mutating func shortReference(at index: Int) -> Int {
        guard let second = run.plainByte(index + 1), second.lowercased == UInt8(ascii: "h"),
            run.plainByte(index + 2) == UInt8(ascii: "-")
        else { return index + 1 }
        if let before = before(index), joins(before) || before.isPathCharacter { return index + 1 }
        let end = run.end(from: index + 3, while: \.isDigit)
        let isWhole = !(run.byte(end)?.isWord ?? false)
        guard end > index + 3, isWhole, !isBesideDelimiter(index..<end),
            let number = Int64(run.string((index + 3)..<end)),
            let kind = pass.target.itemKind(number)
        else { return end }
        replace(index..<end, by: kind.sign + String(number))
        return end
    }

    /// Bytes before a number sign with which GitHub takes it for something else.
    private func joins(_ byte: UInt8) -> Bool {
        byte.isWord || "/&#@".utf8.contains(byte)
    }

    /// An emphasis delimiter before a letter may be none before punctuation.
    private func isBesideDelimiter(_ range: Range<Int>) -> Bool {
        let before = neighbours(of: range).before
        return before.map { "*_~".utf8.contains($0) } ?? false
    }

    private func item(_ number: Int64, before index: Int, in project: TargetProject) -> TextPass.ItemKind? {
        pass.dialect.item(
            number, after: WordsBefore(run.contentRange(index..<index).lowerBound, of: content), in: project)
    }

    private mutating func localReference(_ range: Range<Int>, _ number: Int64) {
        switch item(number, before: range.lowerBound, in: pass.target) {
        case .issue: break
        case .mergeRequest: replace(range.lowerBound..<(range.lowerBound + 1), by: "!")
        // Whoever opens the next issue here must not be linked to.
        case nil: escape(range.lowerBound)
        }
    }

    private mutating func reference(to repository: Repository, _ range: Range<Int>, sign: Int, _ number: Int64) {
        if pass.dialect.repository == repository {
            guard let kind = item(number, before: range.lowerBound, in: pass.target), !isBesideDelimiter(range) else {
                return escape(sign)
            }
            return replace(range, by: kind.sign + String(number))
        }
        let other = pass.importedRepository(repository.owner, repository.name)
        if let other, let kind = item(number, before: range.lowerBound, in: other) {
            return replace(range, by: other.path + kind.sign + String(number))
        }
        // A link behind an exclamation mark would be an image.
        guard care == .usual, neighbours(of: range).before != UInt8(ascii: "!"),
            let address = pass.dialect.address(ofItem: number, in: repository)
        else { return escape(sign) }
        let text = Array(run.bytes[range])
        replace(
            range, by: [UInt8(ascii: "[")] + text + Array("](\(address))".utf8),
            shown: .link(address: Array(address.utf8), text: text))
    }
}

extension TextPass.ItemKind {
    /// What GitLab writes before its number.
    var sign: String {
        switch self {
        case .issue: "#"
        case .mergeRequest: "!"
        }
    }
}
