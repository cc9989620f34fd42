/// What a project's answers say of merging and of its licence.
public struct ProjectSettings: Sendable, Hashable {
    /// How merge requests are merged (`merge_method`).
    public enum MergeMethod: String, Sendable, Codable {
        /// With a merge commit.
        case merge
        /// With a merge commit, after a rebase that makes a fast forward possible.
        case rebaseMerge = "rebase_merge"
        /// Without a merge commit.
        case fastForward = "ff"
    }

    /// Whether commits are made one when merging (`squash_option`).
    public enum SquashOption: String, Sendable, Codable {
        case never
        case always
        case defaultOn = "default_on"
        case defaultOff = "default_off"
    }

    /// The licence that the files of the default branch say.
    public struct License: Sendable, Hashable {
        /// Lower-case SPDX identifier, or `other`.
        public var key: String
        public var name: String
        /// The file that holds it; `nil` where only the source named the licence.
        public var path: String?

        public init(key: String, name: String, path: String?) {
            self.key = key
            self.name = name
            self.path = path
        }
    }

    public var mergeMethod: MergeMethod
    public var squashOption: SquashOption
    public var removesSourceBranchAfterMerge: Bool
    public var requiresResolvedDiscussions: Bool
    public var license: License?

    public init(
        mergeMethod: MergeMethod = .merge, squashOption: SquashOption = .defaultOff,
        removesSourceBranchAfterMerge: Bool = false, requiresResolvedDiscussions: Bool = false,
        license: License? = nil
    ) {
        self.mergeMethod = mergeMethod
        self.squashOption = squashOption
        self.removesSourceBranchAfterMerge = removesSourceBranchAfterMerge
        self.requiresResolvedDiscussions = requiresResolvedDiscussions
        self.license = license
    }
}
