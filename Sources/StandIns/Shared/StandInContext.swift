import Hummingbird
import Logging
import NIOCore

/// What travels with a request through the stand-in.
struct StandInContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection, for faults that break it.
    let channel: any Channel
    /// The request's place in the log.
    var logPosition = 0
    /// The token it came with, once that was looked at (GitHub).
    var token: StandInToken?
    /// Whose credentials it came with, once they were looked at (Bitbucket).
    var account: BitbucketAccount?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

extension Request {
    /// The token of the `Authorization` header: `Bearer X`, `token X`, or Basic with it as user or password.
    func tokenCandidates() -> [String]? {
        guard let header = headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return [] }
        guard parts[0].lowercased() == "basic" else { return [parts[1]] }
        return BasicCredentials.decode(parts[1])
    }

    /// The path with the query.
    var target: String { uri.query.map { "\(uri.path)?\($0)" } ?? uri.path }
}
