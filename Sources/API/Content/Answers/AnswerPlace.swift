import Model
import Store

/// From where an answer about something in a project is given: what its addresses and short names are made of.
struct AnswerPlace {
    var externalURL: String
    var project: RelatedRows.ItemProject
    /// Full path of the group whose list is shown; `nil` for lists of projects and of everything.
    var group: String?

    /// `https://forge.example.org/space/lander/-/issues/1`.
    func webURL(_ path: String) -> String {
        "\(externalURL)/\(project.fullPath)/-/\(path)"
    }

    /// `https://forge.example.org/api/v4/projects/1/issues/1`.
    func apiURL(_ path: String = "") -> String {
        "\(externalURL)/api/v4/projects/\(project.id)\(path)"
    }

    /// `#1` or `!1` as the list's readers would write it: with the project's path where a group's list shows it, with
    /// its full path where the project stands in another group.
    func relativeReference(_ short: String) -> String {
        guard let group else { return short }
        let (namespace, path) = split(project.fullPath)
        return (namespace == group ? path : project.fullPath) + short
    }

    private func split(_ fullPath: String) -> (namespace: String, path: String) {
        guard let slash = fullPath.lastIndex(of: "/") else { return ("", fullPath) }
        return (String(fullPath[..<slash]), String(fullPath[fullPath.index(after: slash)...]))
    }

    func addReferences(_ short: String, to object: inout JSONObject) {
        object.add("references") { references in
            references.add("short", short)
            references.add("relative", relativeReference(short))
            references.add("full", project.fullPath + short)
        }
    }

    /// `imported` and `imported_from`.
    func addImport(to object: inout JSONObject) {
        object.add("imported", project.importKind != nil)
        object.add("imported_from", project.importKind?.rawValue ?? "none")
    }
}

extension RelatedRows {
    /// A person as answers show them; null for a row that names nobody.
    func person(_ id: UserID?, _ externalURL: String) -> UserBasicAnswer? {
        id.flatMap { users[$0] }.map { UserBasicAnswer(user: $0, externalURL: externalURL) }
    }

    func people(_ ids: [UserID]?, _ externalURL: String) -> [UserBasicAnswer] {
        (ids ?? []).compactMap { person($0, externalURL) }
    }

    func place(of project: ProjectID, externalURL: String, group: String? = nil) -> AnswerPlace {
        AnswerPlace(
            externalURL: externalURL,
            project: projects[project] ?? ItemProject(id: project, fullPath: "", importKind: nil), group: group)
    }
}

extension JSONObject {
    /// Landfall's own key beside GitLab's: who wrote it at the source, kept where the author became somebody else.
    mutating func addSourceAuthor(_ login: String?) {
        guard let login else { return }
        add("source_author") { $0.add("login", login) }
    }

    /// Nobody books time here: all zero, as GitLab has it for a fresh item.
    mutating func addTimeStats() {
        add("time_stats") { stats in
            stats.add("time_estimate", 0)
            stats.add("total_time_spent", 0)
            stats.null("human_time_estimate", "human_total_time_spent")
        }
    }

    mutating func addTaskCompletion(_ tasks: TaskList) {
        add("task_completion_status") { status in
            status.add("count", tasks.count)
            status.add("completed_count", tasks.completedCount)
        }
    }

    /// Titles, or with `with_labels_details` the labels themselves.
    mutating func addLabels(_ labels: [Label]?, details: Bool) {
        if details {
            add("labels", (labels ?? []).map(LabelBasicAnswer.init))
        } else {
            add("labels", (labels ?? []).map(\.title))
        }
    }
}
