import Model
import Store

extension LFSFailure {
    /// The ledger's line for an object that is not here.
    func exception(_ pointer: LFSObjects.Pointer, source: ImportSource) -> ImportException {
        ImportException(
            kind: .lfsObject, sourceKey: SourceKey(pointer.oid), sourceURL: "\(source.webOrigin)/\(source.fullName)",
            outcome: isFact ? .skipped : .failed, reason: reason(pointer), cure: cure)
    }

    /// Nothing that trying again would change.
    private var isFact: Bool {
        switch self {
        case .missing, .tooLarge, .tooMuch: true
        case .status, .limited, .network, .unreadable, .wrongSize, .wrongDigest: false
        }
    }

    private func reason(_ pointer: LFSObjects.Pointer) -> String {
        switch self {
        case .missing: "the history points to this LFS object of \(pointer.size) bytes; the source does not have it"
        case .status(let code):
            "the source refuses this LFS object of \(pointer.size) bytes with HTTP status \(code)"
        case .limited:
            "the source limits the rate at which LFS objects are asked for, and went on while it was waited for"
        case .network(let error): "this LFS object of \(pointer.size) bytes could not be fetched: \(error)"
        case .unreadable: "the source's answer about this LFS object could not be understood"
        case .wrongSize(let found):
            "the source sent other content for this LFS object: \(found) bytes or more where \(pointer.size) belong"
        case .wrongDigest: "the source sent other content for this LFS object: its SHA-256 is not its name"
        case .tooLarge(let limit):
            "this LFS object has \(pointer.size) bytes; this server takes at most \(limit)"
        case .tooMuch(let limit):
            "with the \(pointer.size) bytes of this LFS object the project would have more than the \(limit) that this server takes of all together"
        }
    }

    private var cure: String? {
        switch self {
        case .missing: "push it to the source from a clone that has it (git lfs push --all) and import the project anew"
        case .status(403), .status(402): "see whether the source's LFS quota is used up, then retry"
        case .status(401), .status(404): "give the access token the right to read the repository's LFS, then retry"
        case .status, .limited, .network, .unreadable: "retry once the source answers"
        case .wrongSize, .wrongDigest: "repair it at the source (git lfs push --object-id), then retry"
        case .tooLarge: "raise lfs-object-limit in the configuration and import the project anew"
        case .tooMuch: "raise lfs-limit in the configuration and import the project anew"
        }
    }
}
