import Foundation
import Git
import HTTPTypes
import NIOCore
import Outbound
import Secrets
import Store

/// Fetches one object, checks it, and leaves it beside its place.
struct LFSDownloader: Sendable {
    let outbound: OutboundClient
    let storage: LFSStorage
    let retryPolicy: RetryPolicy
    let timeouts: OutboundTimeouts
    let patience: LFSPatience
    /// Told of each piece that arrives.
    let progress: @Sendable () -> Void

    /// Bytes a second, over all of a large object, below which its source counts as stuck.
    private static let slowest = 8192.0

    /// - Throws: ``LFSFailure`` for what concerns this object alone; `GitError` where the disk takes no more;
    ///   `CancellationError`.
    func download(_ pointer: LFSObjects.Pointer, from place: LFSDownload) async throws -> LFSUpload {
        try await patience.perform {
            do {
                return .success(try await attempt(pointer, place))
            } catch let failure as LFSFailure {
                return .failure(failure)
            }
        }.get()
    }

    private func attempt(_ pointer: LFSObjects.Pointer, _ place: LFSDownload) async throws -> LFSUpload {
        var attempt = 1
        while true {
            let outcome: RetryPolicy.Outcome
            let failure: LFSFailure
            do {
                return try await attemptOnce(pointer, place)
            } catch let error as OutboundError {
                failure = .network(error)
                outcome = .failed(error)
            } catch LFSFailure.status(let status) {
                failure = status == 404 || status == 410 ? .missing : .status(status)
                outcome = .answered(status: status, retryAfter: nil)
            }
            let action = retryPolicy.action(
                attempt: attempt, outcome: outcome, now: .now, random: .random(in: 0...1))
            guard case .retry(let pause) = action else { throw failure }
            try await Task.sleep(for: pause)
            attempt += 1
        }
    }

    private func attemptOnce(_ pointer: LFSObjects.Pointer, _ place: LFSDownload) async throws -> LFSUpload {
        var request = OutboundRequest(.get, place.url, credential: place.credential)
        // A byte more shows that the object is larger than it says; the bytes themselves are what is checked.
        request.maximumBytes = Int(clamping: pointer.size == .max ? pointer.size : pointer.size + 1)
        request.acceptsCompression = false
        request.isLedFromOutside = place.isLedFromOutside
        request.timeouts = timeouts
        // A large object takes as long as it takes, but no sender may keep a stage for ever with a byte now and then.
        request.timeouts.total = max(timeouts.total, .seconds(Double(pointer.size) / Self.slowest))
        let (storage, progress) = (storage, progress)
        do {
            return try await outbound.stream(request) { head, body in
                guard head.status.code == 200 else {
                    throw LFSFailure(status: head.status.code, retryAfter: head.headers[.retryAfter])
                }
                let upload = try storage.begin()
                do {
                    try await Self.receive(body, into: upload, pointer, progress)
                    return upload
                } catch {
                    upload.discard()
                    throw error
                }
            }
        } catch OutboundError.tooLarge(_, let limit) {
            throw LFSFailure.wrongSize(found: Int64(limit))
        }
    }

    private static func receive(
        _ body: OutboundBody, into upload: LFSUpload, _ pointer: LFSObjects.Pointer, _ progress: @Sendable () -> Void
    ) async throws {
        var digest = StreamedDigest()
        var size: Int64 = 0
        for try await piece in body {
            piece.withUnsafeReadableBytes { digest.update($0) }
            size += Int64(piece.readableBytes)
            try upload.write(piece)
            progress()
        }
        guard size == pointer.size else { throw LFSFailure.wrongSize(found: size) }
        guard digest.finish() == pointer.oid else { throw LFSFailure.wrongDigest }
        try upload.finish()
    }
}
