public import Model

/// The project that texts are imported into, and where they come from: all that the text pass must be told.
public struct TextTarget: Sendable {
    public var project: ProjectID
    /// The top-level namespace, in which people of the source are mapped.
    public var root: NamespaceID
    public var fullPath: String
    public var source: ImportSource
    /// Where this server's pages are, without a trailing slash.
    public var externalURL: String

    public init(
        project: ProjectID, root: NamespaceID, fullPath: String, source: ImportSource, externalURL: String
    ) {
        self.project = project
        self.root = root
        self.fullPath = fullPath
        self.source = source
        self.externalURL = externalURL
    }
}
