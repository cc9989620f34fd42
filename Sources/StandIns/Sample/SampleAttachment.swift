public import Foundation

/// A file that somebody has attached to a text.
public struct SampleAttachment: Sendable, Equatable, Codable {
    /// Who gets it.
    public enum Access: String, Sendable, Codable {
        /// Anybody, at its own address.
        case open
        /// Anybody, from storage on another origin, to which its own address leads.
        case stored
        /// Likewise, but only who shows a token that may read the repository.
        case hidden
        /// Nobody: it was deleted.
        case gone
    }

    /// Its address without the origin: `user-attachments/assets/…`.
    public var path: String
    /// What it is called when it is saved.
    public var name: String
    public var contentType: String
    public var content: Data
    public var access: Access

    public init(path: String, name: String, contentType: String, content: Data, access: Access = .stored) {
        self.path = path
        self.name = name
        self.contentType = contentType
        self.content = content
        self.access = access
    }
}
