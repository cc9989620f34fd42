import Git
import Model
import Outbound
import Remote
import Store

/// Fetches the large files that the history points to, from any ref. What the source does not give is listed; only a
/// full disk ends the import.
struct LFSObjectsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    /// Objects that are fetched at the same time.
    private static let downloadsAtOnce = 4

    func perform() async throws {
        try await findPointers()
        let client = try LFSBatchClient(
            cloneURL: run.facts.source.cloneURL, outbound: run.services.outbound, credential: run.remote.git.credential,
            retryPolicy: run.services.fileRetries, timeouts: run.services.fileTimeouts,
            patience: patience)
        let (project, store) = (run.record.projectID, run.services.store)
        var previous = ""
        var room = try await room()
        while true {
            let after = previous
            let batch = try await store.read { connection in
                try LFSObjects.wanted(
                    project: project, after: after, limit: LFSBatchClient.batchSize, in: connection)
            }
            guard let last = batch.last else { break }
            previous = last.oid
            try await bring(try await fitting(batch, &room), client)
            progress.touch()
        }
        try await count()
    }

    private var patience: LFSPatience {
        LFSPatience(policy: run.services.fileRetries, clock: run.services.transferClock)
    }

    private func findPointers() async throws {
        let (project, store, progress) = (run.record.projectID, run.services.store, progress)
        try await run.services.repositories.project(project).forEachLFSPointers { pointers in
            let found = pointers.map { LFSObjects.Pointer(oid: $0.oid, size: $0.size) }
            try await store.write { try LFSObjects.addPointers(found, project: project, in: $0) }
            progress.touch()
        }
        run.services.repositories.largeFiles.removeUnfinished()
        try await count()
    }

    /// Bytes that may still come.
    private func room() async throws -> Int64 {
        let project = run.record.projectID
        let counts = try await run.services.store.read { try LFSObjects.counts(project: project, in: $0) }
        return run.services.sourceLimits.largeFiles - counts.bytes
    }

    /// Those that no limit stands against; the others are listed.
    private func fitting(_ batch: [LFSObjects.Pointer], _ room: inout Int64) async throws -> [LFSObjects.Pointer] {
        let (limit, total) = (run.services.lfsObjectLimit, run.services.sourceLimits.largeFiles)
        var fitting: [LFSObjects.Pointer] = []
        for pointer in batch {
            if pointer.size > limit {
                try await list(.tooLarge(limit: limit), pointer)
            } else if pointer.size > room {
                try await list(.tooMuch(limit: total), pointer)
            } else {
                room -= pointer.size
                fitting.append(pointer)
            }
        }
        return fitting
    }

    private func bring(_ batch: [LFSObjects.Pointer], _ client: LFSBatchClient) async throws {
        let missing = try await reuse(batch)
        let verdicts = try await client.ask(missing)
        progress.touch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, pointer) in missing.enumerated() {
                if index >= Self.downloadsAtOnce { try await group.next() }
                guard let verdict = verdicts[pointer.oid] else { continue }
                group.addTask { try await settle(pointer, verdict) }
            }
            try await group.waitForAllOrFirstFailure()
        }
        try await count()
    }

    /// Takes what is here and everybody's anyway; what only another private project has is fetched and proven again.
    /// - Returns: what must be fetched.
    private func reuse(_ pointers: [LFSObjects.Pointer]) async throws -> [LFSObjects.Pointer] {
        let oids = pointers.map(\.oid)
        let (project, now, storage) = (run.record.projectID, run.now, run.services.repositories.largeFiles)
        return try await run.services.store.write { connection in
            let open = try LFSObjects.open(among: oids, in: connection)
            let (here, missing) = pointers.partitioned {
                open.contains($0.oid) && storage.size(of: $0.oid) == $0.size
            }
            for pointer in here { try LFSObjects.arrived(pointer, project: project, at: now, in: connection) }
            return missing
        }
    }

    private func settle(_ pointer: LFSObjects.Pointer, _ verdict: LFSBatchClient.Verdict) async throws {
        switch verdict {
        case .refused(let failure): try await list(failure, pointer)
        case .download(let place):
            let progress = progress
            let downloader = LFSDownloader(
                outbound: run.services.outbound, storage: run.services.repositories.largeFiles,
                retryPolicy: run.services.fileRetries, timeouts: run.services.fileTimeouts,
                patience: patience, progress: { progress.touch() })
            do {
                try await keep(try await downloader.download(pointer, from: place), pointer)
            } catch let failure as LFSFailure {
                try await list(failure, pointer)
            }
        }
    }

    private func keep(_ upload: LFSUpload, _ pointer: LFSObjects.Pointer) async throws {
        defer { upload.discard() }
        let (record, now, storage) = (run.record, run.now, run.services.repositories.largeFiles)
        try await run.services.store.write { connection in
            try storage.keep(upload, as: pointer.oid)
            try LFSObjects.arrived(pointer, project: record.projectID, at: now, in: connection)
            try LFSObjects.forgetExceptions(of: pointer.oid, import: record.id, in: connection)
        }
    }

    private func list(_ failure: LFSFailure, _ pointer: LFSObjects.Pointer) async throws {
        let (record, now) = (run.record, run.now)
        try await run.services.store.write { connection in
            // Only the last word counts: an earlier attempt may have failed for another reason.
            try LFSObjects.forgetExceptions(of: pointer.oid, import: record.id, in: connection)
            try ImportExceptions.insert(
                failure.exception(pointer, source: record.source),
                from: ExceptionOrigin(stage: Stage.lfsObjects.rawValue, needsFetch: true), import: record.id, at: now,
                in: connection)
        }
    }

    /// The source of LFS objects is the history itself: what it points to is what there should be.
    private func count() async throws {
        let record = run.record
        try await run.services.store.write { connection in
            let counts = try LFSObjects.counts(project: record.projectID, in: connection)
            guard counts.pointers > 0 else { return }
            try LedgerEntries.set(
                source: counts.pointers, imported: counts.arrived, kind: .lfsObject, import: record.id, in: connection)
        }
    }
}

extension [LFSObjects.Pointer] {
    fileprivate func partitioned(_ belongs: (Element) -> Bool) -> (matching: [Element], rest: [Element]) {
        (filter(belongs), filter { !belongs($0) })
    }
}
