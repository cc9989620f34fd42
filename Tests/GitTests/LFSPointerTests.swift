import Git
import Testing

@Suite struct LFSPointerTests {
    private static let oid = String(repeating: "0123456789abcdef", count: 4)

    @Test(arguments: ["git-lfs", "hawser"]) func pointersAreReadFromTheirFirstVersionOn(product: String) {
        let text = "version https://\(product).github.com/spec/v1\noid sha256:\(Self.oid)\nsize 12345\n"
        #expect(LFSPointer(blob: Array(text.utf8)) == LFSPointer(oid: Self.oid, size: 12345))
    }

    @Test func extensionsBeforeTheObjectDoNoHarm() {
        let text = """
            version https://git-lfs.github.com/spec/v1
            ext-0-crypt sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
            oid sha256:\(Self.oid)
            size 1

            """
        #expect(LFSPointer(blob: Array(text.utf8))?.oid == Self.oid)
    }

    @Test(arguments: [
        "", "version 1\n", "version https://git-lfs.github.com/spec/v2\noid sha256:\(oid)\nsize 1\n",
        "version https://git-lfs.github.com/spec/v1\noid md5:\(oid)\nsize 1\n",
        "version https://git-lfs.github.com/spec/v1\noid sha256:../../\(oid.dropFirst(6))\nsize 1\n",
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid.uppercased())\nsize 1\n",
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\nsize -1\n",
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\n",
        "# About\nversion https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\nsize 1\n",
    ]) func whatOnlyLooksLikeAPointerIsNone(text: String) {
        #expect(LFSPointer(blob: Array(text.utf8)) == nil)
    }
}
