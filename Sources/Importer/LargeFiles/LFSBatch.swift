import Foundation
import HTTPTypes
import Logging
import NIOCore
import Outbound
import Store

/// git-lfs's batch protocol, as far as somebody who downloads speaks it (git-lfs, `docs/api/batch.md`).
struct LFSBatchClient: Sendable {
    /// Objects asked for in one request: what git-lfs and GitLab ask for.
    static let batchSize = 100

    private static let mediaType = "application/vnd.git-lfs+json"

    /// What the source says of one object.
    enum Verdict: Sendable {
        case download(LFSDownload)
        case refused(LFSFailure)
    }

    let outbound: OutboundClient
    /// `CLONE URL/info/lfs/objects/batch`. The address that `.lfsconfig` may name is not asked: it is the source's
    /// choice where that leads.
    let address: OutboundURL
    let credential: Credential
    let retryPolicy: RetryPolicy
    let timeouts: OutboundTimeouts
    let patience: LFSPatience

    init(
        cloneURL: String, outbound: OutboundClient, credential: Credential, retryPolicy: RetryPolicy,
        timeouts: OutboundTimeouts, patience: LFSPatience
    ) throws {
        (self.timeouts, self.patience) = (timeouts, patience)
        address = try OutboundURL(cloneURL).appending(path: "info/lfs/objects/batch")
        self.credential = credential
        self.outbound = outbound
        self.retryPolicy = retryPolicy
    }

    /// Asks where objects can be had; asks for half as many at once where the source finds them too many.
    ///
    /// - Returns: a verdict on each object asked for.
    /// - Throws: `CancellationError`.
    func ask(_ pointers: [LFSObjects.Pointer]) async throws -> [String: Verdict] {
        guard !pointers.isEmpty else { return [:] }
        switch try await patience.perform({ try await send(pointers) }) {
        case .success(let answer): return judged(answer, pointers)
        case .failure(let failure) where failure == .status(413) && pointers.count > 1:
            let half = pointers.count / 2
            let first = try await ask(Array(pointers[..<half]))
            return first.merging(try await ask(Array(pointers[half...]))) { $1 }
        case .failure(let failure):
            return Dictionary(pointers.map { ($0.oid, .refused(failure)) }) { $1 }
        }
    }

    private func judged(_ answer: LFSBatchAnswer, _ pointers: [LFSObjects.Pointer]) -> [String: Verdict] {
        var told: [String: LFSBatchAnswer.Object] = [:]
        for object in answer.objects { told[object.oid] = object }
        var verdicts: [String: Verdict] = [:]
        for pointer in pointers {
            let verdict = told[pointer.oid]?.verdict(isFromOutside: answer.isFromOutside)
            verdicts[pointer.oid] = verdict ?? .refused(.missing)
        }
        return verdicts
    }

    private func send(_ pointers: [LFSObjects.Pointer]) async throws -> Result<LFSBatchAnswer, LFSFailure> {
        var request = OutboundRequest(
            .post, address, headers: [.accept: Self.mediaType, .contentType: Self.mediaType], credential: credential)
        let question = LFSBatchQuestion(objects: pointers.map { .init(oid: $0.oid, size: $0.size) })
        request.body = ByteBuffer(bytes: try JSONEncoder().encode(question))
        request.maximumBytes = 4 << 20
        request.timeouts = timeouts
        var attempt = 1
        while true {
            let outcome: RetryPolicy.Outcome
            let failure: LFSFailure
            do {
                let answer = try await outbound.send(request)
                if answer.status.code == 200 {
                    return Result {
                        try JSONDepth.check(answer.body)
                        var told = try JSONDecoder().decode(
                            LFSBatchAnswer.self, from: Data(answer.body.readableBytesView))
                        told.isFromOutside = answer.head.isFromOutside
                        return told
                    }
                    .mapError { _ in .unreadable }
                }
                failure = LFSFailure(status: answer.status.code, retryAfter: answer.headers[.retryAfter])
                outcome = .answered(status: answer.status.code, retryAfter: answer.headers[.retryAfter])
            } catch let error as OutboundError {
                failure = .network(error)
                outcome = .failed(error)
            }
            let action = retryPolicy.action(
                attempt: attempt, outcome: outcome, now: .now, random: .random(in: 0...1))
            guard case .retry(let pause) = action else { return .failure(failure) }
            try await Task.sleep(for: pause)
            attempt += 1
        }
    }
}

/// What is asked.
private struct LFSBatchQuestion: Encodable {
    struct Object: Encodable {
        var oid: String
        var size: Int64
    }

    var operation = "download"
    var transfers = ["basic"]
    var objects: [Object]
    var hashAlgorithm = "sha256"

    enum CodingKeys: String, CodingKey {
        case operation, transfers, objects
        case hashAlgorithm = "hash_algo"
    }
}

/// What is answered.
struct LFSBatchAnswer: Decodable, Sendable {
    struct Object: Decodable, Sendable {
        struct Actions: Decodable, Sendable {
            var download: LFSAction?
        }

        struct Fault: Decodable, Sendable {
            var code: Int
        }

        var oid: String
        var actions: Actions?
        var error: Fault?
    }

    var objects: [Object]
    /// Whether a public server has said so: then objects lie at public addresses, or are not fetched.
    var isFromOutside = false

    enum CodingKeys: CodingKey { case objects }
}

/// Where an object lies, and the header fields to ask for it with.
struct LFSAction: Decodable, Sendable {
    var href: String
    var header: [String: String]?
}

/// An address that may be dialled, with its header fields, which are as good as a password.
struct LFSDownload: Sendable {
    var url: OutboundURL
    var credential: Credential
    var isLedFromOutside: Bool
}

extension LFSBatchAnswer.Object {
    fileprivate func verdict(isFromOutside: Bool) -> LFSBatchClient.Verdict {
        if let error { return .refused(error.code == 404 || error.code == 410 ? .missing : .status(error.code)) }
        guard let action = actions?.download else { return .refused(.missing) }
        do {
            let url = try OutboundURL(action.href)
            // The source's own credential does not go along: what the object needs is in the answer.
            var fields: [HTTPField.Name: Secret] = [:]
            for (name, value) in action.header ?? [:] {
                guard let name = HTTPField.Name(name), !Self.framing.contains(name.canonicalName) else { continue }
                fields[name] = Secret(value)
            }
            return .download(
                LFSDownload(url: url, credential: .headers(fields), isLedFromOutside: isFromOutside))
        } catch {
            return .refused(.network(.invalidURL(error)))
        }
    }

    /// Fields that say how and to whom the request itself is sent, which is not the source's to choose.
    private static let framing: Set<String> = [
        "content-length", "transfer-encoding", "connection", "accept-encoding", "range", "expect", "upgrade", "host",
        "te", "trailer", "keep-alive", "proxy-authorization", "proxy-connection",
    ]
}

/// Why an object did not arrive.
enum LFSFailure: Error, Sendable, Equatable {
    /// The source says that it has no such object.
    case missing
    case status(Int)
    /// The source is asked too often; with what its `Retry-After` field says.
    case limited(retryAfter: String?)
    case network(OutboundError)
    case unreadable
    case wrongSize(found: Int64)
    case wrongDigest
    case tooLarge(limit: Int64)
    /// With it the project would have more than is taken of all together.
    case tooMuch(limit: Int64)
}
