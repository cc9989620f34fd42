import Synchronization

extension TextPass {
    /// The same pass, which also knows the files that have arrived.
    ///
    /// Where a text shows or links such a file, the address is replaced: in links, images, definitions of links, and in
    /// `src`, `href`, `poster` and `srcset` of HTML. A bare address becomes a link, or, for a video, what GitLab plays.
    ///
    /// - Parameter file: the address of a file here, for its address at the source as ``fileAddresses(in:)`` gives it;
    ///   `nil` for every address that is not to be replaced. Its last element is the file's name.
    public func with(file: @escaping @Sendable (_ address: String) -> String?) -> TextPass {
        var copy = self
        copy.arrivedFile = file
        return copy
    }

    /// Every web address, or other address of the dialect's files, that a text links to or shows, where ``with(file:)`` could replace it: in the text's order, each
    /// once. Code shows no files, nor does a text beyond ``Limits``.
    public func fileAddresses(in text: String) -> [String] {
        let found = AddressCollector()
        _ = with { address in
            found.add(address)
            return nil
        }.rewrite(text)
        return found.addresses
    }

    var findsFiles: Bool { arrivedFile != nil }

    /// The file behind an address.
    func file(for address: some Collection<UInt8>) -> FileLink? {
        guard let arrivedFile, address.count <= 8_192,
            address.prefix(8).lazy.map(\.lowercased).starts(with: "http".utf8) || dialect.isFileAddress(address)
        else { return nil }
        return arrivedFile(String(decoding: address, as: UTF8.self)).flatMap { FileLink(address: $0) }
    }
}

/// The addresses a pass has asked for.
private final class AddressCollector: Sendable {
    private let found = Mutex<(seen: Set<String>, inOrder: [String])>(([], []))

    var addresses: [String] { found.withLock { $0.inOrder } }

    func add(_ address: String) {
        found.withLock { found in
            if found.seen.insert(address).inserted { found.inOrder.append(address) }
        }
    }
}
