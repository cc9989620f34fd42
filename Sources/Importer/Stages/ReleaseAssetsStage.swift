import Files
import Model
import Remote
import Store

/// Brings the files of releases, drafts' too. Each is written down as soon as it is here, so that a restart goes on
/// with those that are not.
struct ReleaseAssetsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let pageSize = 50

    func perform() async throws {
        let (project, id) = (run.project.id, run.record.id)
        let count = try await run.services.store.read { try ReleaseAssets.count(project: project, in: $0) }
        guard count > 0 else { return }
        run.services.files.removeAbandoned()
        try await run.services.store.write { connection in
            try LedgerEntries.setSource(count, kind: .releaseAsset, import: id, in: connection)
        }
        var previous = ReleaseAssetID(0)
        while true {
            let after = previous
            let page = try await run.services.store.read { connection in
                try ReleaseAssets.waiting(project: project, after: after, limit: Self.pageSize, in: connection)
            }
            guard let last = page.last else { return }
            previous = last.id
            try await bring(page)
        }
    }

    private func bring(_ assets: [ReleaseAssets.Waiting]) async throws {
        var files: [(key: ReleaseAssets.Waiting, file: RemoteFile)] = []
        let limit = run.services.fileLimits.releaseAsset
        for asset in assets {
            if !asset.isComplete {
                try await list(
                    asset, .skipped, "the source never got all of it: its upload broke off there",
                    cure: "upload it again at the source, then fetch again what failed (--retry-failed)")
            } else if asset.size > Int64(limit) {
                let error = RemoteFileError.tooLarge(limit: limit)
                try await list(asset, .failed, "\(error)", cure: error.cure(setting: "RELEASE_ASSET_LIMIT"))
            } else if let file = run.remote.file(ofAsset: asset.sourceKey) {
                files.append((asset, file))
            }
        }
        try await FileFetcher(run: run, progress: progress).fetchAll(files, maximumBytes: limit) { asset, result in
            switch result {
            case .success(let file): try await keep(file, as: asset)
            case .failure(let error):
                try await list(asset, .failed, "\(error)", cure: error.cure(setting: "RELEASE_ASSET_LIMIT"))
            }
            progress.touch()
        }
    }

    private func keep(_ file: FileFetcher.Fetched, as asset: ReleaseAssets.Waiting) async throws {
        let cure = "fetch again what failed (--retry-failed); if it comes out the same, look at the file at the source"
        guard file.size == asset.size else {
            return try await list(
                asset, .failed, "the source says it has \(asset.size) bytes and gave \(file.size)", cure: cure)
        }
        if let wanted = asset.digest, wanted != file.digest {
            return try await list(asset, .failed, "its SHA-256 is not the one the source says", cure: cure)
        }
        let id = run.record.id
        try await run.services.store.write { connection in
            guard
                try ReleaseAssets.setArrived(asset.id, digest: file.digest, size: file.size, in: connection)
            else { return }
            try ImportExceptions.remove(
                kind: .releaseAsset, sourceKey: asset.sourceKey, import: id, in: connection)
            try LedgerEntries.add(1, kind: .releaseAsset, import: id, in: connection)
        }
    }

    /// A file that fails again is one that failed.
    private func list(
        _ asset: ReleaseAssets.Waiting, _ outcome: Outcome, _ reason: String, cure: String
    ) async throws {
        let (id, now) = (run.record.id, run.now)
        let exception = ImportException(
            kind: .releaseAsset, sourceKey: asset.sourceKey, sourceURL: asset.sourceURL, outcome: outcome,
            reason: "a release is without this file: \(reason)", cure: cure)
        try await run.services.store.write { connection in
            try ImportExceptions.remove(
                kind: .releaseAsset, sourceKey: asset.sourceKey, import: id, in: connection)
            let origin = ExceptionOrigin(stage: Stage.releaseAssets.rawValue, needsFetch: true)
            try ImportExceptions.insert(exception, from: origin, import: id, at: now, in: connection)
        }
    }
}
