import HTTPTypes

extension HTTPField.Name {
    private static func named(_ text: String) -> HTTPField.Name {
        // The names below are fixed and valid; `Link` could never be meant by a typing mistake in one of them.
        HTTPField.Name(text) ?? .link
    }

    static let privateToken = named("PRIVATE-TOKEN")
    static let sudo = named("Sudo")
    static let link = HTTPField.Name("Link") ?? .via
    static let xNextPage = named("X-Next-Page")
    static let xPage = named("X-Page")
    static let xPerPage = named("X-Per-Page")
    static let xPreviousPage = named("X-Prev-Page")
    static let xTotal = named("X-Total")
    static let xTotalPages = named("X-Total-Pages")
    static let xRequestID = named("X-Request-Id")
    static let xRuntime = named("X-Runtime")
    static let xFrameOptions = named("X-Frame-Options")
}
