/// The grammar of Bitbucket's names, which Server and Cloud have in common.
enum BitbucketName {
    /// What a plain mention may be longer than in GitLab by: letters of other scripts.
    static func end(in run: TextRun, from start: Int) -> Int {
        var index = start
        while let byte = run.plainByte(index) {
            if byte.isPathCharacter {
                index += 1
            } else if byte.isNonASCII, let length = letterLength(in: run, at: index) {
                index += length
            } else {
                break
            }
        }
        return index
    }

    /// Length of a letter outside of ASCII; `nil` for a sign, such as the apostrophe of a possessive.
    private static func letterLength(in run: TextRun, at index: Int) -> Int? {
        var decoder = UTF8()
        var bytes = run.bytes[index...].prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes), scalar.properties.isAlphabetic else { return nil }
        let length = UTF8.width(scalar)
        return (index..<(index + length)).allSatisfy { run.isPlain($0) } ? length : nil
    }

    static func isLogin(_ name: ArraySlice<UInt8>) -> Bool {
        !name.isEmpty && name.count <= 255 && name.contains { $0.isWord || $0.isNonASCII }
    }

    /// Letters, digits, `.`, `-` and `_`, at most 128.
    static func isSlug(_ name: ArraySlice<UInt8>) -> Bool {
        !name.isEmpty && name.count <= 128 && name.allSatisfy { $0.isPathCharacter }
            && name.contains { $0 != UInt8(ascii: ".") }
    }
}
