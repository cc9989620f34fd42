import HTTPTypes

extension HTTPField.Name {
    static let privateToken = named("PRIVATE-TOKEN")
    static let sudo = named("Sudo")
    static let link = named("Link")
    static let rateLimitLimit = named("RateLimit-Limit")
    static let rateLimitName = named("RateLimit-Name")
    static let rateLimitObserved = named("RateLimit-Observed")
    static let rateLimitRemaining = named("RateLimit-Remaining")
    static let rateLimitReset = named("RateLimit-Reset")
    static let xNextPage = named("X-Next-Page")
    static let xPage = named("X-Page")
    static let xPerPage = named("X-Per-Page")
    static let xPreviousPage = named("X-Prev-Page")
    static let xTotal = named("X-Total")
    static let xTotalPages = named("X-Total-Pages")
    static let xRequestID = named("X-Request-Id")
    static let xRuntime = named("X-Runtime")
    static let xFrameOptions = named("X-Frame-Options")

    private static func named(_ text: String) -> HTTPField.Name {
        // Only ever called with the constants above, which are all valid: anything else is a mistake in this file.
        guard let name = HTTPField.Name(text) else { preconditionFailure("not a header's name: \(text)") }
        return name
    }
}
