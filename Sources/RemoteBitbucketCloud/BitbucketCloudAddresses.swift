public import Outbound

/// Where Bitbucket Cloud answers: there is one, and tests and mirrors have their own.
public struct BitbucketCloudAddresses: Sendable, Hashable {
    /// Address of the API without a trailing slash.
    public let api: OutboundURL
    /// Scheme, host and port of the pages and of git.
    public let web: OutboundURL

    public init(api: OutboundURL, web: OutboundURL) {
        self.api = api
        self.web = web
    }

    /// Atlassian's own.
    public static let atlassian = BitbucketCloudAddresses(
        api: OutboundURL(https: "api.bitbucket.org", path: "/2.0"), web: OutboundURL(https: "bitbucket.org"))

    /// Where files dropped into texts are kept: a storage of its own at Atlassian's, a folder of the pages elsewhere.
    var uploads: String {
        web.origin == Self.atlassian.web.origin
            ? "https://bbuseruploads.s3.amazonaws.com" : "\(web.origin)/bbuseruploads"
    }
}
