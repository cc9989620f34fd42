import Files
import Foundation
import Model
import Remote
import Store
import Synchronization

/// Brings the files that texts show or link, and puts their new addresses into the texts. What it finds, fetches and
/// writes goes by pages of texts; a page's rows, texts, ledger and the mark how far it is are one transaction.
struct AttachmentsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let pageSize = 50
    private static let tables: [ImportedTable] = [.issues, .mergeRequests, .notes, .releases, .milestones]

    /// The last text that is done.
    private struct Mark: Codable {
        var table: String?
        var row: Int64 = 0
    }

    func perform() async throws {
        guard run.record.settings.attachmentsImport else { return }
        run.services.files.removeAbandoned()
        let mark = try await readMark()
        let first = Self.tables.firstIndex { $0.rawValue == mark.table } ?? 0
        for (index, table) in Self.tables.enumerated() where index >= first {
            var previous = index == first ? mark.row : 0
            while let last = try await workOnPage(of: table, after: previous) {
                previous = last
                progress.touch()
            }
        }
        // Should it be run again, it looks at all of them again.
        try await write(Mark())
    }

    private func readMark() async throws -> Mark {
        let id = run.record.id
        let text = try await run.services.store.read { connection in
            try ImportStages.facts(stage: Stage.attachments.rawValue, of: id, in: connection)
        }
        return text.flatMap { try? JSONDecoder().decode(Mark.self, from: Data($0.utf8)) } ?? Mark()
    }

    private func write(_ mark: Mark) async throws {
        let (id, now) = (run.record.id, run.now)
        let json = String(decoding: try JSONEncoder().encode(mark), as: UTF8.self)
        try await run.services.store.write { connection in
            try ImportStages.setFacts(json, stage: Stage.attachments.rawValue, of: id, at: now, in: connection)
        }
    }

    /// - Returns: the last row of the page; `nil` where there is none left.
    private func workOnPage(of table: ImportedTable, after previous: Int64) async throws -> Int64? {
        let project = run.project.id
        let texts = try await run.services.store.read { connection in
            try ImportedTexts.list(
                table, project: project, after: previous, limit: Self.pageSize, in: connection)
        }
        guard let last = texts.last else { return nil }
        let page = page(of: texts, in: table)
        guard !page.isEmpty else { return last.row }
        let arrivals = try await arrivals(of: page)
        let mark = Mark(table: table.rawValue, row: last.row)
        let json = String(decoding: try JSONEncoder().encode(mark), as: UTF8.self)
        let (run, now) = (run, run.now)
        try await run.services.store.write { connection in
            try AttachmentWriter(run: run, now: now, page: page, arrivals: arrivals).write(in: connection)
            try ImportStages.setFacts(
                json, stage: Stage.attachments.rawValue, of: run.record.id, at: now, in: connection)
        }
        return last.row
    }

    private func page(of texts: [ImportedTexts.Text], in table: ImportedTable) -> AttachmentPage {
        let finder = TextFiles(run.textTarget)
        var page = AttachmentPage(table: table)
        for text in texts {
            let shown = finder.addresses(in: text.source)
            let inCode = finder.addressesInCode(of: text.source, besides: shown)
            var found = AttachmentPage.Item(text: text)
            for (index, address) in (shown + inCode).enumerated() {
                guard let file = run.remote.file(at: address) else { continue }
                page.files[address] = file
                found.addresses.append((address, isShown: index < shown.count))
            }
            if !found.addresses.isEmpty { page.items.append(found) }
        }
        return page
    }

    /// Fetches what no other text has brought already.
    private func arrivals(of page: AttachmentPage) async throws -> [String: AttachmentArrival] {
        let project = run.project.id
        let addresses = page.files.keys.sorted()
        let known = try await run.services.store.read { connection in
            try Attachments.uploads(for: addresses, project: project, in: connection).mapValues(\.id)
        }
        let missing = addresses.compactMap { address -> (key: String, file: RemoteFile)? in
            known[address] == nil ? page.files[address].map { (address, $0) } : nil
        }
        let found = Mutex(known.mapValues { AttachmentArrival.known($0) })
        let progress = progress
        try await FileFetcher(run: run, progress: progress).fetchAll(
            missing, maximumBytes: run.services.fileLimits.attachment
        ) { address, result in
            progress.touch()
            found.withLock { $0[address] = .fetched(result) }
        }
        return found.withLock { $0 }
    }
}

/// Texts that show files, and the files.
struct AttachmentPage: Sendable {
    var table: ImportedTable
    var items: [Item] = []
    var files: [String: RemoteFile] = [:]

    struct Item: Sendable {
        var text: ImportedTexts.Text
        /// Those that are not shown stand where links are not changed.
        var addresses: [(address: String, isShown: Bool)] = []
    }

    var isEmpty: Bool { items.isEmpty }

    init(table: ImportedTable) {
        self.table = table
    }

    /// What the ledger counts them as.
    var kind: ObjectKind {
        switch table {
        case .mergeRequests: .mergeRequestAttachment
        case .notes: .noteAttachment
        case .releases: .releaseAttachment
        default: .issueAttachment
        }
    }
}

/// What became of a file.
enum AttachmentArrival: Sendable {
    /// Another text had brought it.
    case known(UploadID)
    case fetched(Result<FileFetcher.Fetched, RemoteFileError>)
}
