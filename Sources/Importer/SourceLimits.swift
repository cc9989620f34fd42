import Git
import Outbound

/// How much of a source is taken. What is beyond a limit is refused by name: a repository ends its import, all else is
/// a line of the ledger that names the setting, and the import is otherwise whole.
public struct SourceLimits: Sendable, Hashable {
    /// Bytes that git may send for a project's repository, all fetches of a run together. Default 64 GiB.
    public var repository = 64 << 30
    /// Bytes that git may send for a wiki. Default 4 GiB.
    public var wiki = 4 << 30
    /// Branches, tags and heads of pull requests of one repository. Default a million.
    public var refs = 1_000_000
    /// Pages of one collection: a list that is longer is one that does not end. Default 100,000.
    public var pages = 100_000
    /// Bytes of a project's LFS objects together. Default 200 GiB.
    public var largeFiles: Int64 = 200 << 30
    /// Bytes of the files of a project's texts and releases together. Default 100 GiB.
    public var files: Int64 = 100 << 30

    /// The defaults.
    public init() {}
}

/// A limit of ``SourceLimits`` that ends an import.
public struct SourceTooLarge: Error, Hashable, Sendable, CustomStringConvertible {
    var what: String
    var setting: String

    /// What is too large, and which setting says so.
    public var description: String {
        "\(what) than this server takes. If it is what you want to import, have \(setting) raised in the "
            + "server's configuration, then resume"
    }
}

extension RelayFailure {
    /// The bytes that were taken at most, where there were more.
    var exceededLimit: Int? {
        guard case .failed(.tooLarge(_, let limit)) = self else { return nil }
        return limit
    }
}

extension GitError {
    /// Whether the fault is in what the source has, so that the same will come again.
    var isOfContent: Bool {
        switch cause {
        case .badObjectsFromRemote, .remoteElsewhere, .unfitRefs: true
        default: false
        }
    }
}
