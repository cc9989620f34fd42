import Remote

/// `GET …/settings/pull-requests`: how pull requests are merged and what they need before.
struct BitbucketServerSettings: Decodable, Sendable {
    var mergeConfig: MergeConfig?
    var requiredAllApprovers: Bool?
    var requiredAllTasksComplete: Bool?
    var requiredApprovers: Requirement?
    var requiredSuccessfulBuilds: Requirement?

    enum CodingKeys: String, CodingKey {
        case mergeConfig
        case requiredAllApprovers
        case requiredAllTasksComplete
        case requiredApprovers
        case requiredSuccessfulBuilds
    }

    struct MergeConfig: Decodable, Sendable {
        var strategies: [Strategy?]?

        enum CodingKeys: String, CodingKey {
            case strategies
        }
    }

    struct Strategy: Decodable, Sendable {
        var id: String?
        var isEnabled: Bool?

        enum CodingKeys: String, CodingKey {
            case id
            case isEnabled = "enabled"
        }
    }

    /// A number that must be reached: plain in old versions, later an object with the number as text.
    struct Requirement: Decodable, Sendable {
        var count: Int64

        enum CodingKeys: String, CodingKey {
            case count
            case isEnabled = "enabled"
        }

        init(from decoder: any Decoder) throws {
            if let plain = try? decoder.singleValueContainer().decode(Int64.self) {
                count = plain
                return
            }
            let container = try decoder.container(keyedBy: CodingKeys.self)
            let isEnabled = (try? container.decodeIfPresent(Bool.self, forKey: .isEnabled)) ?? true
            let text = (try? container.decode(String.self, forKey: .count)).flatMap { Int64($0) }
            let number = text ?? (try? container.decode(Int64.self, forKey: .count)) ?? 0
            count = isEnabled ? number : 0
        }
    }

    /// What GitLab's merge settings have a place for; `nil` where the answer names no strategies.
    var details: RepositoryDetails? {
        let enabled = Set((mergeConfig?.strategies ?? []).compactMap { $0?.isEnabled == true ? $0?.id : nil })
        guard !enabled.isEmpty else { return nil }
        var details = RepositoryDetails()
        details.allowsMergeCommit = !enabled.isDisjoint(with: ["no-ff", "rebase-no-ff"])
        details.allowsSquashMerge = !enabled.isDisjoint(with: ["squash", "squash-ff-only"])
        details.allowsRebaseMerge = !enabled.isDisjoint(with: ["ff", "ff-only", "rebase-ff-only"])
        return details
    }
}
