import Model
import Remote
import Secrets
import Store

/// Writes a page of attachments: their rows, the ledger, and the texts with their new addresses.
struct AttachmentWriter {
    let run: ImportRun
    let now: Timestamp
    let page: AttachmentPage
    let arrivals: [String: AttachmentArrival]

    func write(in connection: any WriteConnection) throws {
        let places = try Attachments.sourceURLs(
            of: page.table, rows: page.items.map(\.text.row), in: connection)
        var tally = Tally(
            importID: run.record.id, origin: ExceptionOrigin(stage: Stage.attachments.rawValue, needsFetch: true))
        var announcements: [Announcement] = []
        for item in page.items {
            let (text, place) = (item.text, place(places[item.text.row]))
            announcements.append(
                Announcement(
                    kind: page.kind, sourceKey: SourceKey("files:\(page.table.rawValue):\(text.sourceKey)"), number: 0,
                    count: Int64(item.addresses.count)))
            for (address, isShown) in item.addresses {
                let upload = try upload(at: address, in: connection)
                let change = try Attachments.set(
                    upload, address: address, of: page.table, row: text.row, project: run.project.id, in: connection)
                try count(change, text, address, at: place, &tally, in: connection)
                if !isShown, upload != nil {
                    try tally.list(inCode(key(text.sourceKey, address), place), at: now, in: connection)
                }
            }
        }
        try tally.write(in: connection)
        try ImportAnnouncements.set(announcements, import: run.record.id, in: connection)
        try StoredTexts(run.textTarget).rewrite(page.items.map(\.text), of: page.table, in: connection)
    }

    private func upload(at address: String, in connection: any WriteConnection) throws -> UploadID? {
        switch arrivals[address] {
        case .known(let id): id
        case .fetched(.success(let file)):
            try Uploads.upsert(file.upload, project: run.project.id, at: now, in: connection)
        case .fetched(.failure), nil: nil
        }
    }

    private func count(
        _ change: Attachments.Change, _ text: ImportedTexts.Text, _ address: String, at place: String?,
        _ tally: inout Tally, in connection: any WriteConnection
    ) throws {
        let key = key(text.sourceKey, address)
        switch change {
        case .none:
            guard case .fetched(.failure(let error)) = arrivals[address] else { return }
            try listAgain(exception(error, key, address, place), in: connection)
        case .new:
            guard case .fetched(.failure(let error)) = arrivals[address] else { return tally.arrived(page.kind) }
            try tally.list(exception(error, key, address, place), at: now, in: connection)
        case .mended:
            try ImportExceptions.remove(kind: page.kind, sourceKey: key, import: run.record.id, in: connection)
            tally.arrived(page.kind)
        }
    }

    /// Tried again in vain: the last word counts, and a retry has taken the one before out of the ledger.
    private func listAgain(_ exception: ImportException, in connection: any WriteConnection) throws {
        let id = run.record.id
        try ImportExceptions.remove(
            kind: exception.kind, sourceKey: exception.sourceKey, import: id, in: connection)
        let origin = ExceptionOrigin(stage: Stage.attachments.rawValue, needsFetch: true)
        try ImportExceptions.insert(exception, from: origin, import: id, at: now, in: connection)
    }

    /// A signature in an address is nobody's business.
    private func key(_ text: SourceKey, _ address: String) -> SourceKey {
        let shown = withoutQuery(address)
        let rest = shown.utf8.count == address.utf8.count ? "" : " \(Digest.sha256(address).prefix(8))"
        return SourceKey("\(text) \(shown)\(rest)")
    }

    private func withoutQuery(_ address: String) -> String {
        String(address.prefix { $0 != "?" && $0 != "#" })
    }

    private func place(_ known: String?) -> String? {
        let repository = "\(run.record.source.webOrigin)/\(run.record.source.fullName)"
        return switch page.table {
        case .releases: known.map { "\(repository)/releases/tag/\($0)" } ?? "\(repository)/releases"
        case .milestones: "\(repository)/milestones"
        default: known
        }
    }

    private func inCode(_ key: SourceKey, _ place: String?) -> ImportException {
        ImportException(
            kind: page.kind, sourceKey: key, sourceURL: place, outcome: .degraded,
            reason: "its text names a file in code or among HTML, where it still has the source's address",
            cure: "the file is among the project's uploads: write its address there into the text where it is wanted")
    }

    private func exception(
        _ error: RemoteFileError, _ key: SourceKey, _ address: String, _ place: String?
    ) -> ImportException {
        let isAbsent = if case .remote(.notFound) = error { true } else { false }
        let reason = if case .remote(let error) = error { "\(error)" } else { "\(error)" }
        return ImportException(
            kind: page.kind, sourceKey: key, sourceURL: place, outcome: isAbsent ? .skipped : .failed,
            reason: "its text shows a file that is not here: \(reason) (\(withoutQuery(address)))",
            cure: error.cure(setting: "ATTACHMENT_LIMIT"))
    }
}

extension RemoteFileError {
    /// What a person can do.
    func cure(setting: String) -> String {
        switch self {
        case .tooLarge: "set LANDFALL_\(setting) to more megabytes, then fetch again what failed (--retry-failed)"
        case .tooMuch: "set LANDFALL_FILES_LIMIT to more megabytes, then fetch again what failed (--retry-failed)"
        case .wantsSignIn, .remote(.notFound), .remote(.forbidden):
            "the link still leads to the source: where the file opens in your browser, save it and attach it here"
        case .remote(.refusedAddress):
            "allow the address with --allow-outbound, then fetch again what failed (--retry-failed)"
        case .remote: "fetch again what failed once the source answers (--retry-failed); the link still leads there"
        }
    }
}
