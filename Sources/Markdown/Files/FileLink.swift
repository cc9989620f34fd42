/// A file that has arrived, as a text refers to it.
struct FileLink {
    /// Where it is here.
    let address: [UInt8]
    /// What it is called.
    let name: [UInt8]
    /// Whether GitLab plays it where it is embedded like an image.
    let isVideo: Bool

    /// `nil` for an address that cannot stand in every place an address may stand in.
    init?(address: String) {
        let bytes = Array(address.utf8)
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>\\`\"'()&".utf8.contains($0) }) else {
            return nil
        }
        self.address = bytes
        let last = address.split(separator: "/").last ?? ""
        name = Self.decoded(last)
        let ending = last.split(separator: ".").last?.lowercased() ?? ""
        isVideo = ["mp4", "m4v", "mov", "webm", "ogv"].contains(ending)
    }

    /// In place of a bare address, which means something only with its origin before it.
    var markdown: [UInt8] {
        var text: [UInt8] = isVideo ? [UInt8(ascii: "!")] : []
        text.append(UInt8(ascii: "["))
        for byte in name {
            if byte.isPunctuation { text.append(UInt8(ascii: "\\")) }
            text.append(byte)
        }
        return text + "](".utf8 + address + ")".utf8
    }

    private static func decoded(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count > 1,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), value > 0x1F
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
