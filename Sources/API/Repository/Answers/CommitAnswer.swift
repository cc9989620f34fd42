import Git
import Model

/// A commit (GitLab's `Commit`), with its statistics where asked for (`CommitWithStats`).
struct CommitAnswer: Entity {
    var commit: GitCommit
    /// Address of the project's pages.
    var webURL: String
    /// Set for the answer about a single commit (`CommitDetail`).
    var projectID: ProjectID?

    func write(_ object: inout JSONObject) {
        object.add("id", commit.id.hex)
        object.add("short_id", commit.id.short)
        object.add("created_at", commit.committer.time.iso8601)
        object.add("parent_ids", commit.parents.map(\.hex))
        object.add("title", title)
        object.add("message", commit.message)
        object.add("author_name", commit.author.name)
        object.add("author_email", commit.author.email)
        object.add("authored_date", commit.author.time.iso8601)
        object.add("committer_name", commit.committer.name)
        object.add("committer_email", commit.committer.email)
        object.add("committed_date", commit.committer.time.iso8601)
        writeTrailers(&object)
        object.add("web_url", "\(webURL)/-/commit/\(commit.id)")
        if let stats = commit.stats { object.add("stats", CommitStatsAnswer(stats: stats)) }
        if let projectID {
            // Nothing is built here.
            object.null("status")
            object.add("project_id", projectID)
            object.null("last_pipeline")
        }
    }

    /// The whole first line: only GitLab's pages cut it.
    private var title: String {
        if commit.message.allSatisfy(\.isWhitespace) { return "No commit message" }
        return String(commit.message.prefix { !$0.isNewline })
    }

    /// `trailers` has the last value of each key, `extended_trailers` all of them.
    private func writeTrailers(_ object: inout JSONObject) {
        var keys: [String] = []
        var values: [String: [String]] = [:]
        for trailer in commit.trailers {
            if values[trailer.key] == nil { keys.append(trailer.key) }
            values[trailer.key, default: []].append(trailer.value)
        }
        object.add("trailers") { for key in keys { $0.add(key, values[key]?.last) } }
        object.add("extended_trailers") { for key in keys { $0.add(key, values[key]) } }
    }
}

private struct CommitStatsAnswer: Entity {
    var stats: GitCommitStats

    func write(_ object: inout JSONObject) {
        object.add("additions", stats.additions)
        object.add("deletions", stats.deletions)
        object.add("total", stats.total)
    }
}

extension GitTime {
    /// `2023-05-04T15:31:57.000+02:00`: with the writer's own offset, as GitLab has it for commits.
    var iso8601: String {
        // Commits may claim any moment; beyond the years 1 to 9999 there is no such text.
        let seconds = min(max(seconds, -62_135_510_400), 253_402_214_400) + Int64(offsetMinutes * 60)
        let local = Timestamp(millisecondsSinceEpoch: seconds * 1000).iso8601.dropLast()
        let minutes = abs(offsetMinutes)
        return "\(local)\(offsetMinutes < 0 ? "-" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    private func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
