import Model
import Remote
import RemoteREST

extension BitbucketServerPullRequest {
    /// Where to read what has happened on it; `nil` where nothing has. Whatever may have added to it changes the cursor.
    var activities: BitbucketServerCursor? {
        hasActivity ? .activities(number: id, state: stateWord) : nil
    }

    /// Whether anything has happened since it was opened. A closed one has at least been closed by somebody.
    private var hasActivity: Bool {
        guard state == "OPEN", version == 0, updatedDate == createdDate, let properties,
            properties.commentCount == 0, properties.openTaskCount ?? 0 == 0, properties.resolvedTaskCount ?? 0 == 0
        else { return true }
        return everybody.contains(where: \.hasVerdict)
    }

    private var everybody: [BitbucketServerParticipant] {
        (reviewers?.readable ?? []) + (participants?.readable ?? [])
    }

    private var stateWord: String {
        let counts = [
            properties?.commentCount, properties?.openTaskCount, properties?.resolvedTaskCount,
        ].map { $0.map { String($0) } ?? "-" }
        let verdicts = everybody.map {
            "\($0.user?.slug ?? "") \($0.status ?? "") \($0.lastReviewedCommit ?? "")"
        }
        let parts =
            [state, String(version ?? 0), String(updatedDate.timestamp.millisecondsSinceEpoch)] + counts
            + [String(Self.digest(verdicts.sorted()), radix: 16)]
        return parts.joined(separator: ".").filter { $0 != " " }
    }

    /// FNV-1a: the same in every process, unlike Swift's own hashes.
    private static func digest(_ words: [String]) -> UInt64 {
        words.joined(separator: "\n").utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
