import Model
import Testing

@Suite("Line codes")
struct LineCodeTests {
    @Test(
        "SHA-1 gives the digests of FIPS 180 and of lengths around a block",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ),
            (String(repeating: "a", count: 55), "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
            (String(repeating: "a", count: 56), "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
            (String(repeating: "a", count: 64), "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
        ])
    func sha1(text: String, digest: String) {
        #expect(SHA1.hexDigest(of: Array(text.utf8)) == digest)
    }

    @Test("SHA-1 gives the digest of a million letters")
    func longSHA1() {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(SHA1.hexDigest(of: bytes) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f")
    }

    private static let hunk = """
        @@ -10,4 +20,5 @@ func land() {
         context
        -removed
        +added
        +added too
         context
        """

    @Test(
        "A line on one side only gets the other side's number from its hunk",
        arguments: [
            (nil, 21, "12_21") as (Int?, Int?, String), (nil, 22, "12_22"), (11, nil, "11_21"), (12, 23, "12_23"),
            (nil, 99, "0_99"),
        ])
    func numbers(old: Int?, new: Int?, expected: String) throws {
        let line = try #require(Position.Line(old: old, new: new))
        let code = LineCode.code(for: line, path: "a.swift", hunk: Self.hunk)
        let digest = SHA1.hexDigest(of: Array("a.swift".utf8))
        #expect(code == "\(digest)_\(expected)")
    }

    @Test(
        "A hunk whose head names the last number there is gets no line counted, and nothing overflows",
        arguments: [Int.max, Int.max - 1, 1_000_000_000])
    func endlessHunk(number: Int) throws {
        let hunk = "@@ -\(number) +\(number) @@\n a\n-b\n+c\n d\n"
        let line = try #require(Position.Line(old: nil, new: 7))
        #expect(LineCode.code(for: line, path: "a", hunk: hunk).hasSuffix("_0_7"))
        #expect(DiffPlace.line(at: 2, in: hunk) == nil)
        #expect(UnchangedLines(diff: hunk) == nil)
    }
}
