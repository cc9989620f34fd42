import HTTPTypes

extension HTTPField.Name {
    static let link = named("Link")
    static let gitProtocol = named("Git-Protocol")

    /// Only for names that are tokens: none falls back.
    static func named(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .userAgent
    }
}
