/// What git holds in place of a large file: its SHA-256 and its size (git-lfs, `docs/spec.md`).
public struct LFSPointer: Sendable, Hashable {
    /// SHA-256 of the file in lower-case hex.
    public let oid: String
    /// Bytes of the file.
    public let size: Int64

    /// Puts the parts together; nil for an oid that is no SHA-256 in lower-case hex, and for a negative size.
    public init?(oid: String, size: Int64) {
        guard Self.isOID(oid), size >= 0 else { return nil }
        self.oid = oid
        self.size = size
    }

    /// Pointers are smaller than this; blobs of this many bytes need not be looked at.
    static let limit = 1024

    /// Whether a text is 64 lower-case hex digits: fit to be asked for, and to be the name of a file.
    public static func isOID(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }

    /// Reads the content of a blob; nil for everything that is no pointer.
    ///
    /// `hawser` is what git-lfs was called before its first release: such pointers are still in old histories.
    public init?(blob: some Collection<UInt8>) {
        guard blob.count < Self.limit, blob.starts(with: "version ".utf8) else { return nil }
        var lines = String(decoding: blob, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)[...]
        let versions = ["https://git-lfs.github.com/spec/v1", "https://hawser.github.com/spec/v1"]
        guard let version = lines.popFirst()?.dropFirst("version ".count), versions.contains(String(version)) else {
            return nil
        }
        var values: [Substring: Substring] = [:]
        for line in lines {
            guard let blank = line.firstIndex(of: " ") else { continue }
            values[line[..<blank]] = line[line.index(after: blank)...]
        }
        guard let oid = values["oid"], oid.hasPrefix("sha256:"), let size = values["size"].flatMap({ Int64($0) }) else {
            return nil
        }
        self.init(oid: String(oid.dropFirst("sha256:".count)), size: size)
    }
}
