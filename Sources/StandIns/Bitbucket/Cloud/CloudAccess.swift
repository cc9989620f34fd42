import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// What every request to Cloud's API goes through: whose credentials it has, what they were made for, what is left.
struct CloudAccess: Sendable {
    let server: StandInBitbucket

    /// The account, once it is clear that it may.
    /// - Parameter scope: what an API token must have been made for.
    /// - Throws: ``BitbucketError`` 401, 403 or 404.
    func admit(
        _ request: Request, scope: String, level: BitbucketSettings.Level
    ) throws -> BitbucketAccount? {
        let account = try server.caller(request)
        if let account, !account.scopes.contains(scope) {
            throw BitbucketError.missingScope(scope, granted: account.scopes)
        }
        let project = server.project
        guard project.isPublic || account?.level != nil else {
            throw BitbucketError(
                status: account == nil ? .unauthorized : .forbidden,
                message: "You may not have access to this repository or it no longer exists in this workspace.")
        }
        if level == .admin, account?.level != .admin {
            throw BitbucketError(status: .forbidden, message: "Your account does not have the required privileges.")
        }
        return account
    }

    /// Takes one request from the account's budget; nil where nothing is limited.
    func charge(_ account: BitbucketAccount?) throws -> RateBucket? {
        let configuration = server.configuration
        let now = Int(Date().timeIntervalSince1970)
        let name = account?.name ?? ""
        let (bucket, isTaken) = server.state.withLock { state -> (RateBucket?, Bool) in
            state.traffic.counts.requests += 1
            let window = configuration.resetSeconds
            guard let limit = configuration.requestLimit ?? state.buckets[name]?.limit else { return (nil, true) }
            var bucket = state.buckets[name] ?? RateBucket(limit: limit, reset: now + window)
            let isTaken = bucket.take(1, now: now, window: window)
            state.buckets[name] = bucket
            return (bucket, isTaken)
        }
        if !isTaken { throw CloudLimit(bucket: bucket, now: now) }
        return bucket
    }

    func addHeaders(to response: inout Response, _ bucket: RateBucket?) {
        guard server.configuration.namesLimits, let bucket else { return }
        response.headers[.rateLimitLimit] = String(bucket.limit)
        response.headers[.rateLimitResource] = "api-repositories"
        response.headers[.nearLimit] = bucket.remaining * 5 < bucket.limit ? "true" : "false"
    }
}

/// Nothing is left of an account's budget.
struct CloudLimit: Error {
    let bucket: RateBucket?
    let now: Int

    /// In Cloud's words, which say when it ends only to who has no account.
    func response(_ server: StandInBitbucket) -> Response {
        var response = server.crowded(retryAfter: nil)
        guard server.configuration.namesLimits, let bucket else { return response }
        response.headers[.rateLimitLimit] = "\(bucket.limit), \(bucket.limit);w=\(server.configuration.resetSeconds)"
        response.headers[.rateLimitRemaining] = "0"
        response.headers[.rateLimitReset] = String(max(0, bucket.reset - now))
        return response
    }
}

extension HTTPField.Name {
    static let nearLimit = named("X-RateLimit-NearLimit")
}
